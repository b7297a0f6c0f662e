using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Limits;

/// <summary>What one connection may do.</summary>
internal sealed class ConnectionBudget(CallLimits limits, string userId, string address, TokenBucket calls, TokenBucket sends)
{
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>.</exception>
    public void TakeCall() => limits.TakeCall(calls, userId, address);

    /// <summary>A token for each message, or none.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>.</exception>
    public void TakeSend(int messages) => limits.TakeSend(sends, userId, messages);
}
