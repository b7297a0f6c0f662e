using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Messages;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ImOrleans.Grains.Devices;

/// <inheritdoc cref="IDeviceGrain"/>
[ImplicitStreamSubscription(DeviceStream.Namespace)]
internal sealed class DeviceGrain(GatewayDispatcher dispatcher) : Grain, IDeviceGrain, IStreamSubscriptionObserver, IAsyncObserver<DeviceEvent>
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<DeviceEvent>().ResumeAsync(this);

    public Task OnNextAsync(DeviceEvent item, StreamSequenceToken? token = null) => PushAgain(item);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask; // The provider has logged it; what an event lost is found by sequence number.

    public async Task PushAgain(DeviceEvent missed)
    {
        var (userId, deviceId) = DeviceKey.Parse(this.GetPrimaryKeyString());
        foreach (string gatewayId in await GrainFactory.GetGrain<IUserGrain>(userId).Gateways())
        {
            dispatcher.Post(gatewayId, FrameOf(missed, userId, deviceId));
        }
    }

    private static GatewayFrame FrameOf(DeviceEvent missed, string userId, string deviceId) => missed.Messages.Length == 0
        ? new BehindFrame { UserIds = [userId], ConversationId = missed.ConversationId, DeviceId = deviceId }
        : new MessagesFrame
        {
            UserIds = [userId],
            DeviceId = deviceId,
            Posted = new PostedMessages { ConversationId = missed.ConversationId, Messages = missed.Messages },
        };
}
