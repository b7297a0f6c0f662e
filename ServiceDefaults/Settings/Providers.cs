using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>Picks one of several implementations by the value of a setting.</summary>
internal static class Providers
{
    /// <param name="setting">The full name of the setting.</param>
    /// <param name="value">The value of the setting. Case does not matter.</param>
    /// <param name="allowed">Every allowed value with what it stands for.</param>
    /// <exception cref="StartupException">The value is none of them. The message lists them.</exception>
    public static T Choose<T>(string setting, string value, params (string Name, T Provider)[] allowed)
    {
        foreach ((string name, T provider) in allowed)
        {
            if (string.Equals(name, value, StringComparison.OrdinalIgnoreCase))
            {
                return provider;
            }
        }

        throw new StartupException($"{setting} is '{value}'; it must be {string.Join(" or ", allowed.Select(entry => entry.Name))}.");
    }
}
