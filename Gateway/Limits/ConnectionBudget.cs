using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Limits;

/// <summary>What one connection may do.</summary>
internal sealed class ConnectionBudget(CallLimits limits, string userId, string address, TokenBucket calls, TokenBucket sends)
{
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>.</exception>
    public void TakeCall() => TakeCalls(1);

    /// <summary>For a call that counts as several.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>.</exception>
    public void TakeCalls(int count) => limits.TakeCall(calls, userId, address, count);

    /// <summary>A token for each message, or none.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>.</exception>
    public void TakeSend(int messages) => limits.TakeSend(sends, userId, messages);
}
