using ImOrleans.Grains.Push;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.Push.Sending;

/// <summary>What all providers have in common when they are registered.</summary>
internal static class SenderHosting
{
    /// <summary>Whether a provider is configured. Its settings are validated at the start, not here.</summary>
    public static bool IsOn<T>(this IConfiguration configuration, string section, Func<T, bool> isOn)
        where T : class, new() => isOn(configuration.GetSection(section).Get<T>() ?? new());

    /// <param name="section">Of the provider's settings, for the log.</param>
    public static void AddSender<T>(this IServiceCollection services, string section)
        where T : class, IPushSender => services.AddSingleton<IPushSender>(provider => ActivatorUtilities.CreateInstance<T>(
            provider, ActivatorUtilities.CreateInstance<CredentialFaults>(provider, section)));
}
