using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Limits;

/// <summary>The limits of callers over all their connections and requests at this gateway.</summary>
internal sealed class CallLimits(IOptions<LimitOptions> options, TimeProvider time, GatewayMetrics metrics)
{
    private readonly Buckets addresses = new(options.Value.AddressCalls, options.Value.MaxCounted, time);
    private readonly Buckets users = new(options.Value.UserCalls, options.Value.MaxCounted, time);
    private readonly Buckets userBytes = new(options.Value.UserBytes, options.Value.MaxCounted, time);
    private readonly Buckets userStrays = new(options.Value.UserStrays, options.Value.MaxCounted, time);
    private readonly Buckets userSends = new(options.Value.UserSends, options.Value.MaxCounted, time);
    private readonly Buckets sessionSends = new(options.Value.Sends, options.Value.MaxCounted, time);

    /// <summary>The limits of one connection, within those of its user and its address.</summary>
    public ConnectionBudget Of(Caller caller, string address) => new(
        this,
        caller.UserId,
        address,
        new TokenBucket(options.Value.Calls, time),
        new TokenBucket(options.Value.Sends, time),
        new TokenBucket(options.Value.Bytes, time),
        new TokenBucket(options.Value.Strays, time));

    /// <returns>Null when the request may go on.</returns>
    public ImException? RefuseCall(string address) => Refusal(ErrorCode.TooManyCalls, addresses.Of(address).Take(1));

    /// <returns>Null when the request may go on.</returns>
    public ImException? RefuseCall(Caller caller, int count = 1) => Refusal(ErrorCode.TooManyCalls, users.Of(caller.UserId).Take(count));

    /// <summary>
    /// A request that costs more calls than the one that it was counted as. A full bucket always passes. A refused request costs nothing
    /// at all, so that it passes after the wait.
    /// </summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>, with the time after which the same request passes.</exception>
    public void TakeMore(Caller caller, string address, int count)
    {
        TokenBucket user = users.Of(caller.UserId);
        TokenBucket from = addresses.Of(address);
        int most = Math.Min(options.Value.UserCallBurst, options.Value.AddressCallBurst) - 1;
        if (count > 0 && Refuse(ErrorCode.TooManyCalls, Math.Min(count, most), user, from) is { } refusal)
        {
            user.GiveBack(1);
            from.GiveBack(1);
            throw refusal;
        }
    }

    /// <summary>A call of a connection.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>, with the time after which the same call passes.</exception>
    public void TakeCall(TokenBucket connection, string userId, string address, int count) =>
        Take(ErrorCode.TooManyCalls, count, connection, users.Of(userId), addresses.Of(address));

    /// <summary>Messages over a connection.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>, with the time after which the same send passes.</exception>
    public void TakeSend(TokenBucket connection, string userId, int messages) =>
        Take(ErrorCode.TooManySends, messages, connection, userSends.Of(userId));

    /// <summary>Messages over REST, where the session stands in for the connection.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>, with the time after which the same send passes.</exception>
    public void TakeSend(Caller caller, int messages) =>
        TakeSend(sessionSends.Of(caller.SessionId), caller.UserId, messages);

    /// <summary>Bytes that a connection sent.</summary>
    public ImException? RefuseBytes(TokenBucket connection, string userId, int bytes) =>
        Refuse(ErrorCode.TooManyCalls, bytes, connection, userBytes.Of(userId));

    /// <summary>A frame that reaches no hub method, or a call that a limit refused.</summary>
    public ImException? RefuseStray(TokenBucket connection, string userId) =>
        Refuse(ErrorCode.TooManyCalls, 1, connection, userStrays.Of(userId));

    private void Take(ErrorCode code, int count, params ReadOnlySpan<TokenBucket> buckets)
    {
        if (Refuse(code, count, buckets) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Takes from all buckets or from none. A refused call costs nothing, so the wait in the refusal is right.</summary>
    private ImException? Refuse(ErrorCode code, int count, params ReadOnlySpan<TokenBucket> buckets)
    {
        for (int taken = 0; taken < buckets.Length; taken++)
        {
            TimeSpan wait = buckets[taken].Take(count);
            if (wait > TimeSpan.Zero)
            {
                GiveBack(count, buckets[..taken]);
                return Refusal(code, LongestWait(count, wait, buckets[(taken + 1)..]));
            }
        }

        return null;
    }

    private static void GiveBack(int count, ReadOnlySpan<TokenBucket> buckets)
    {
        foreach (TokenBucket bucket in buckets)
        {
            bucket.GiveBack(count);
        }
    }

    /// <summary>The wait of a refusal is that of the bucket that takes longest.</summary>
    private static TimeSpan LongestWait(int count, TimeSpan wait, ReadOnlySpan<TokenBucket> others)
    {
        foreach (TokenBucket bucket in others)
        {
            TimeSpan other = bucket.Take(count);
            if (other == TimeSpan.Zero)
            {
                bucket.GiveBack(count);
            }

            wait = other > wait ? other : wait;
        }

        return wait;
    }

    private ImException? Refusal(ErrorCode code, TimeSpan wait)
    {
        if (wait == TimeSpan.Zero)
        {
            return null;
        }

        metrics.Limited(code);
        return new ImException(
            code,
            code == ErrorCode.TooManySends ? "You are sending faster than this server takes." : "You are asking more often than this server answers.",
            wait);
    }
}
