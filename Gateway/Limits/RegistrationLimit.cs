using System.Threading.RateLimiting;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Limits;

/// <summary>Registrations per address. A taken name counts too, so that a client cannot probe for usernames at speed.</summary>
internal sealed class RegistrationLimit(IOptions<LimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> registrations = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.RegistrationsPerAddress,
            Window = options.Value.RegistrationWindow,
        }));

    /// <exception cref="ImException"><see cref="ErrorCode.TooManyRegistrations"/>.</exception>
    public void Take(string address)
    {
        using RateLimitLease lease = registrations.AttemptAcquire(address);
        if (!lease.IsAcquired)
        {
            TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan told) ? told : options.Value.RegistrationWindow;
            throw new ImException(ErrorCode.TooManyRegistrations, "Too many registrations from this address.", wait);
        }
    }

    public void Dispose() => registrations.Dispose();
}
