using ImOrleans.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Delivery;

/// <inheritdoc cref="IGatewayGrain"/>
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
