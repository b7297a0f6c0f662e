using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Presence;
using ImOrleans.Gateway.Process;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains.Users;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hubs;

/// <summary>
/// Sees connections as SignalR makes them, which is the only place to get hold of a socket that takes serialized frames, and sees each of
/// them go, also those that the hub refused.
/// </summary>
internal sealed class ChatLifetime(
    Admission admission,
    PresenceWatches watches,
    IGrainFactory grains,
    Retries retries,
    TimeProvider time,
    IOptions<GatewayOptions> options,
    CallLimits limits,
    UnsentBudgets unsents,
    ByteTabs tabs,
    GatewayMetrics metrics,
    ILoggerFactory loggers) : DefaultHubLifetimeManager<ChatHub>(loggers.CreateLogger<DefaultHubLifetimeManager<ChatHub>>())
{
    private readonly ILogger<DeliveryAcks> acksLogger = loggers.CreateLogger<DeliveryAcks>();

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        Caller caller = Caller.Of(connection.User);
        DeliveryAcks acks = new(grains.GetGrain<IUserGrain>(caller.UserId), caller.DeviceId, retries, time, options.Value, acksLogger);
        string address = ClientAddress.Of(connection.GetHttpContext()?.Connection.RemoteIpAddress);
        UnsentBytes unsent = unsents.Rent(caller.UserId);
        ChatConnection chat = new(connection, caller, limits.Of(caller, address), acks, unsent, time, options.Value, metrics);
        connection.Features.Set(chat);
        connection.Protocol = new MeteredProtocol(connection.Protocol, options.Value, chat, unsent);
        MeteredPipe.Install(connection.Features, unsent);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Features.Get<ChatConnection>() is { } gone)
        {
            gone.Reads.Close();
            (connection.Protocol as MeteredProtocol)?.Release();
            unsents.Return(gone.Caller.UserId);
            admission.Release(gone);
            watches.Forget(gone);
            tabs.AddUp(gone.Caller.UserId);
        }

        return base.OnDisconnectedAsync(connection);
    }
}
