using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Limits;

/// <summary>The limits of one connection.</summary>
internal sealed class ConnectionBudget(
    CallLimits limits, string userId, string address, TokenBucket calls, TokenBucket sends, TokenBucket bytes, TokenBucket strays)
{
    /// <summary>Bytes are paid for by so many at once: looking at the clock for each frame would cost more than counting it.</summary>
    private const int ByteStep = 64 * 1024;

    private int unpaid;
    private volatile ImException? overdrawn;

    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>.</exception>
    public void TakeCall() => TakeCalls(1);

    /// <summary>For a call that counts as several.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>.</exception>
    public void TakeCalls(int count) => limits.TakeCall(calls, userId, address, count);

    /// <summary>A token for each message, or none.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>.</exception>
    public void TakeSend(int messages) => limits.TakeSend(sends, userId, messages);

    /// <summary>A call was refused by a limit. A client that goes on regardless has its connection closed.</summary>
    public void NoteRefusal() => overdrawn ??= limits.RefuseStray(strays, userId);

    /// <summary>A frame as it was read. One reader at a time.</summary>
    /// <param name="isCall">It reaches a hub method, which counts it.</param>
    /// <returns>Null, or why the connection is to be closed.</returns>
    public ImException? RefuseFrame(long frameBytes, bool isCall)
    {
        unpaid += (int)frameBytes;
        if (unpaid >= ByteStep)
        {
            overdrawn ??= limits.RefuseBytes(bytes, userId, unpaid);
            unpaid = 0;
        }

        if (!isCall)
        {
            NoteRefusal();
        }

        return overdrawn;
    }
}
