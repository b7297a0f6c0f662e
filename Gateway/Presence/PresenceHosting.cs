using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Settings;

namespace ImOrleans.Gateway.Presence;

/// <summary>Who is online here, and who of those here watches whom.</summary>
internal static class PresenceHosting
{
    public static IServiceCollection AddPresence(this IServiceCollection services)
    {
        services.AddSettings<PresenceOptions>(PresenceOptions.Section, exclusive: true);
        services.AddSingleton<PresenceReports>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceReports>());
        services.AddSingleton<PresenceWatches>();
        services.AddHostedService<PresenceRounds>();
        return services;
    }
}
