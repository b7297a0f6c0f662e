using System.Threading.RateLimiting;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Limits;

/// <summary>Failed sign-ins per source: an address, or a known device. Only failures count, so an office behind one address may sign in all at once.</summary>
internal sealed class SignInLimit(IOptions<LimitOptions> options) : IDisposable
{
    private static readonly TimeSpan QueueRetry = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> failures = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FailedSignInsPerAddress,
            Window = options.Value.SignInWindow,
        }));

    /// <summary>A failure is known only after the password was checked: without this, any number at once would pass before the first is counted.</summary>
    private readonly PartitionedRateLimiter<string> atOnce = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.SignInsAtOncePerAddress,
            QueueLimit = options.Value.SignInsWaitingPerAddress,
        }));

    /// <exception cref="ImException"><see cref="ErrorCode.TooManyAttempts"/>, and what the attempt throws.</exception>
    public async Task<T> AttemptAsync<T>(string source, Func<Task<T>> attempt, CancellationToken cancellation)
    {
        using RateLimitLease turn = await atOnce.AcquireAsync(source, 1, cancellation);
        if (!turn.IsAcquired)
        {
            throw Refuse(QueueRetry);
        }

        using RateLimitLease left = failures.AttemptAcquire(source, 0);
        if (!left.IsAcquired)
        {
            throw Refuse(left.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : options.Value.SignInWindow);
        }

        try
        {
            return await attempt();
        }
        catch (ImException e) when (e.Code == ErrorCode.WrongCredentials)
        {
            failures.AttemptAcquire(source).Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        failures.Dispose();
        atOnce.Dispose();
    }

    private static ImException Refuse(TimeSpan wait) =>
        new(ErrorCode.TooManyAttempts, "Too many failed sign-ins from here. Wait before trying again.", wait);
}
