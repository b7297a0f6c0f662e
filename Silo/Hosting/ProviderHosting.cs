using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.Silo.Hosting;

internal static class ProviderHosting
{
    /// <summary>Adds the implementation that <see cref="ProviderOptions"/> names for one concern.</summary>
    /// <param name="concern">The name of the setting in <see cref="ProviderOptions.Section"/>.</param>
    /// <param name="chosen">Reads that setting.</param>
    /// <param name="allowed">Each allowed value with what it adds.</param>
    /// <exception cref="ServiceDefaults.Startup.StartupException">The setting has another value.</exception>
    public static ISiloBuilder AddProvider(
        this ISiloBuilder silo,
        string concern,
        Func<ProviderOptions, string> chosen,
        params (string Name, Action<ISiloBuilder> Add)[] allowed)
    {
        // A misspelt concern must stop the start: the data would go to another store than the operator wanted.
        silo.Services.AddSettings<ProviderOptions>(ProviderOptions.Section, exclusive: true);
        ProviderOptions options = silo.Configuration.GetSection(ProviderOptions.Section).Get<ProviderOptions>() ?? new();
        Providers.Choose($"{ProviderOptions.Section}:{concern}", chosen(options), allowed)(silo);
        return silo;
    }
}
