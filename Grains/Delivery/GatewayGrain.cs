using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Delivery;

/// <inheritdoc cref="IGatewayGrain"/>
internal sealed class GatewayGrain(IOptions<DeliveryOptions> options, TimeProvider time) : Grain, IGatewayGrain
{
    private IGatewayObserver? observer;
    private long registeredAt;

    public Task Register(IGatewayObserver gateway)
    {
        observer = gateway;
        registeredAt = time.GetTimestamp();
        return Task.CompletedTask;
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
}
