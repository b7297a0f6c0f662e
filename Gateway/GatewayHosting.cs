using ImOrleans.Gateway.Accounts;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Endpoints;
using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Frames;
using ImOrleans.Gateway.Hosting;
using ImOrleans.Gateway.Hubs;
using ImOrleans.Gateway.Json;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.OpenApi;
using ImOrleans.Gateway.Operators;
using ImOrleans.Gateway.Page;
using ImOrleans.Gateway.Presence;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Protocol.Limits;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Health;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway;

/// <summary>The gateway as a whole: in a process of its own, or within a silo. The host brings an <see cref="IGrainFactory"/>.</summary>
internal static class GatewayHosting
{
    /// <summary>A route that takes more says so itself.</summary>
    private const long MaximumRequestBytes = ProtocolLimits.FrameBytes;

    private const string DefaultUrl = "http://localhost:5080";

    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Configuration.AddProgramDefaults(DefaultUrl);
        builder.WebHost.UseStaticWebAssets();
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataFolder().AddAuth().AddErrors().AddLimits().AddKnownProxies().AddConnectionLimits().AddTransportSecurity().AddOrigins().AddOperators().AddApiDocument().AddApiReference();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<Credentials>();
        services.AddKnown().AddQuotas().AddChatHub().AddPresence().AddFrames().AddPage();
        services.ConfigureHttpJsonOptions(options => GatewayJson.Configure(options.SerializerOptions));
        services.Configure<KestrelServerOptions>(options => (options.AddServerHeader, options.Limits.MaxRequestBodySize) = (false, MaximumRequestBytes));
        services.AddSettings<SendOptions>(SendOptions.Section);
        services.AddSettings<GroupOptions>(GroupOptions.Section);
        services.AddHealthChecks()
            .AddCheck<ClusterCheck>("cluster", tags: [HealthEndpoints.Ready])
            .AddCheck<Drain>("drain", tags: [HealthEndpoints.Ready]);
        services.AddSingleton<DrainingLifetime>().AddSingleton(DrainingLifetime.OfConsole);
        return builder;
    }

    /// <summary>
    /// The order matters: the page before routing, so that it needs no token; routing before limits and authentication, which ask what the
    /// route wants.
    /// </summary>
    public static WebApplication UseGateway(this WebApplication app)
    {
        // A wrong setting is found now, not by the first caller.
        app.Services.GetService<IStartupValidator>()?.Validate();
        _ = app.Services.GetRequiredService<SigningKeyRing>().Current;
        app.UseKnownProxies();
        app.UseConnectionLimits();
        app.UseTransportSecurity();
        app.UseSecurityHeaders();
        app.UseErrors();
        app.UsePage();
        app.UseRouting();
        app.UseOrigins();
        app.UseAddressLimits();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseUserLimits();
        app.UseUnsentLimits();
        return app;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api").RequireAuthorization();
        api.MapGroup("").WithTags("Server").MapServer();
        api.MapGroup("").WithTags("Accounts").MapAccounts();
        api.MapGroup("").WithTags("Sessions").MapSessions();
        api.MapGroup("").WithTags("Users").MapUsers();
        api.MapGroup("").WithTags("Conversations").MapConversations();
        api.MapGroup("").WithTags("Groups").MapGroups();
        api.MapGroup("").WithTags("Presence").MapPresence();
        api.MapGroup("").WithTags("Push").MapPush();
        app.MapChatHub();
        app.MapHealth();
        app.MapApiDocument();
        app.MapOperators();
        app.MapPushReports();
        app.MapApiReference();
        return app;
    }
}
