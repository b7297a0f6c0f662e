using ImOrleans.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Delivery;

/// <inheritdoc cref="IGatewayGrain"/>
/// <remarks>
/// Gateways call through all silos in turn. So each gateway keeps a connection to each silo, also to one that has just started, and the
/// pushes of a silo need no other silo to pass them on, which may have died.
/// </remarks>
[UnorderedCalls]
internal sealed class GatewayGrain(IOptions<DeliveryOptions> options, SiloDeaths deaths, TimeProvider time) : Grain, IGatewayGrain
{
    private IGatewayObserver? observer;
    private long registeredAt;
    private long heardAt = time.GetTimestamp();
    private bool ended;

    public Task<long> Register(IGatewayObserver gateway)
    {
        (observer, ended) = (gateway, false);
        registeredAt = heardAt = time.GetTimestamp();
        return Task.FromResult(deaths.Mark);
    }

    public Task Unregister()
    {
        (observer, ended) = (null, true);
        return Task.CompletedTask;
    }

    public Task<IGatewayObserver?> Find()
    {
        bool known = observer is not null && time.GetElapsedTime(registeredAt) < options.Value.RegistrationLifetime;
        return Task.FromResult(known ? observer : null);
    }

    public Task<TimeSpan> SilentFor() => Task.FromResult(ended ? TimeSpan.MaxValue : time.GetElapsedTime(heardAt));
}
