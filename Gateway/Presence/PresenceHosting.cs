using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Limits;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Presence;

/// <summary>The connections here that watch whether people are online.</summary>
internal static class PresenceHosting
{
    /// <summary>An id of 64 characters and an escaped comma.</summary>
    private const int LongestId = 67;

    public static IServiceCollection AddPresence(this IServiceCollection services)
    {
        services.AddSettings<PresenceOptions>(PresenceOptions.Section, exclusive: true).Validate<IOptions<GatewayOptions>>(
            (presence, gateway) => presence.Settling >= 2 * gateway.Value.RoundPeriod,
            "Im:Presence:Settling must be at least twice Im:Gateway:RoundPeriod: so long it may take until a user is reported again.");

        // As it is set, whether or not it holds: a web server is built even to find that out.
        services.AddOptions<KestrelServerOptions>().Configure<IConfiguration>((kestrel, configuration) =>
        {
            // Profiles of so many can be asked for too.
            int watched = (configuration.GetSection(PresenceOptions.Section).Get<PresenceOptions>() ?? new()).MaxWatched;
            kestrel.Limits.MaxRequestLineSize += LongestId * Math.Max(ProtocolLimits.Page, watched);
        });
        services.AddSingleton<PresenceWatches>();
        services.AddHostedService<PresenceRounds>();
        return services;
    }
}
