using ImOrleans.Grains.Settings;

namespace ImOrleans.Gateway.Limits;

/// <summary>The limits of this gateway.</summary>
internal static class LimitHosting
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddSettings<LimitOptions>(LimitOptions.Section, exclusive: true);
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<RegistrationLimit>();
        services.AddSingleton<SessionSendLimit>();
        return services;
    }
}
