using System.Threading.RateLimiting;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Limits;

/// <summary>What one session may send over REST, where there is no connection to hold a <see cref="SendBudget"/>. Idle sessions are forgotten.</summary>
internal sealed class SessionSendLimit(IOptions<LimitOptions> options) : IDisposable
{
    private const int TurnsPerSecond = 10;

    private readonly PartitionedRateLimiter<string> sends = PartitionedRateLimiter.Create<string, string>(sessionId =>
        RateLimitPartition.GetTokenBucketLimiter(sessionId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.SendBurst,
            TokensPerPeriod = TokensPerTurn(options.Value),
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)TokensPerTurn(options.Value) / options.Value.SendsPerSecond),
        }));

    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>.</exception>
    public void Take(string sessionId, int messages)
    {
        using RateLimitLease lease = sends.AttemptAcquire(sessionId, Math.Clamp(messages, 1, options.Value.SendBurst));
        if (!lease.IsAcquired)
        {
            TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : TimeSpan.FromSeconds(1);
            throw new ImException(ErrorCode.TooManySends, "You are sending faster than this server takes.", wait);
        }
    }

    public void Dispose() => sends.Dispose();

    private static int TokensPerTurn(LimitOptions limits) => Math.Max(1, limits.SendsPerSecond / TurnsPerSecond);
}
