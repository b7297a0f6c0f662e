using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Hubs.MessagePack;
using ImOrleans.Gateway.Json;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hubs;

/// <summary>Adds the hub, and the parts that deliver to its connections.</summary>
internal static class ChatHubHosting
{
    public const string Path = "/hubs/chat";

    /// <summary>
    /// The size of a draft in JSON without the texts of its body: names, numbers, and the longest id with every character escaped.
    /// </summary>
    private const int DraftBytes = 1_300;

    public static IServiceCollection AddChatHub(this IServiceCollection services)
    {
        services.AddSettings<GatewayOptions>(GatewayOptions.Section, exclusive: true).Validate<IOptions<SendOptions>>(
            static (gateway, sends) => HoldsEverySend(gateway, sends.Value),
            $"{GatewayOptions.Section}:MaxJsonFrameBytes must be at least 6 times {SendOptions.Section}:MaxSendBytes, and {DraftBytes} more for each of MaxDraftsPerSend: an escape makes six bytes of one.");
        services.AddSignalR(options => options.AddFilter<RefusalFilter>())
            .AddJsonProtocol(options => GatewayJson.Configure(options.PayloadSerializerOptions))
            .AddMessagePackProtocol(options => options.SerializerOptions = ProtocolMessagePack.Options);
        services.AddOptions<HubOptions>().Configure<IOptions<GatewayOptions>>((hub, gateway) => Apply(gateway.Value, hub));
        services.Configure<LoggerFilterOptions>(QuietRefusals);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayIdentity>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<RefusalFilter>();
        services.AddSingleton<HubLifetimeManager<ChatHub>, ChatLifetime>();
        services.AddSingleton<Retries>();
        services.AddSingleton(new SiloLosses(isApart: false));
        services.AddProcessPauses(isApart: false);
        services.AddSingleton<Outboxes>();
        return services.AddDelivery();
    }

    public static HubEndpointConventionBuilder MapChatHub(this WebApplication app) => app.MapHub<ChatHub>(Path, options =>
    {
        // A connection ends with its session, which the gateway checks. The access token only opened the connection.
        options.CloseOnAuthenticationExpiration = false;
        options.WebSockets.SubProtocolSelector = HubToken.Choose!;
    }).WithMetadata(new RequestSizeLimitAttribute(app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.MaxJsonFrameBytes));

    private static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<ChatConnections>();
        services.AddSingleton<SessionChecks>();
        services.AddSingleton<ConnectionReports>();
        services.AddSingleton<Drain>();
        services.AddSingleton<HeadChecks>();
        services.AddSingleton<ForgottenUsers>();
        services.AddSingleton<Admission>();
        services.AddSingleton<HeadCheckRounds>();
        services.AddSingleton<GatewayRegistration>();
        services.AddHostedService(provider => provider.GetRequiredService<GatewayRegistration>());
        services.AddHostedService(provider => provider.GetRequiredService<HeadCheckRounds>());
        services.AddHostedService(provider => provider.GetRequiredService<ProcessPauses>());
        services.AddHostedService<ConnectionRounds>();
        services.AddHostedService(provider => provider.GetRequiredService<ConnectionReports>());
        return services;
    }

    private static bool HoldsEverySend(GatewayOptions gateway, SendOptions sends) =>
        gateway.MaxJsonFrameBytes >= (6 * sends.MaxSendBytes) + (DraftBytes * sends.MaxDraftsPerSend);

    private static void Apply(GatewayOptions gateway, HubOptions hub)
    {
        hub.MaximumParallelInvocationsPerClient = gateway.MaximumParallelInvocationsPerClient;

        // One more than the bound of each protocol: MeteredProtocol refuses with a number, and SignalR would refuse without one.
        hub.MaximumReceiveMessageSize = Math.Max(gateway.MaxFrameBytes, gateway.MaxJsonFrameBytes) + 1;
        hub.KeepAliveInterval = gateway.KeepAlive;
        hub.ClientTimeoutInterval = gateway.ClientTimeout;
    }

    /// <summary>
    /// SignalR logs each refused call and connect as an error with its stack. Bugs are logged by <see cref="RefusalFilter"/>.
    /// </summary>
    private static void QuietRefusals(LoggerFilterOptions options)
    {
        options.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical);
        options.AddFilter("Microsoft.AspNetCore.SignalR.HubConnectionHandler", LogLevel.Critical);
    }
}
