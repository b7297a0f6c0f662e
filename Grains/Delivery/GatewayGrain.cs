using ImOrleans.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Delivery;

/// <inheritdoc cref="IGatewayGrain"/>
internal sealed class GatewayGrain(IOptions<DeliveryOptions> options, SiloDeaths deaths, TimeProvider time) : Grain, IGatewayGrain
{
    private IGatewayObserver? observer;
    private long registeredAt;
    private long heardAt = time.GetTimestamp();

    public Task<long> Register(IGatewayObserver gateway)
    {
        observer = gateway;
        registeredAt = heardAt = time.GetTimestamp();
        return Task.FromResult(deaths.Mark);
    }

    public Task Unregister()
    {
        observer = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<IGatewayObserver?> Find()
    {
        bool known = observer is not null && time.GetElapsedTime(registeredAt) < options.Value.RegistrationLifetime;
        return Task.FromResult(known ? observer : null);
    }

    public Task<TimeSpan> SilentFor() => Task.FromResult(time.GetElapsedTime(heardAt));
}
