using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>Binds an options class to its section so that a wrong value stops the start.</summary>
internal static class SettingsHosting
{
    /// <param name="exclusive">
    /// The class names all settings of the section: any other name there is a slip of the pen and stops the start too.
    /// </param>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, string section, bool exclusive = false)
        where T : class
    {
        if (services.Any(service => service.ServiceType == typeof(SettingsRules<T>)))
        {
            // Gateway and silo share the process and the section: a wrong value is reported once.
            return services.AddOptions<T>();
        }

        services.AddSingleton(provider => exclusive
            ? new SettingsRules<T>(
                section,
                provider.GetRequiredService<IConfiguration>(),
                [.. provider.GetServices<SettingsSection>().Select(static known => known.Name)])
            : new SettingsRules<T>(section, configuration: null));
        services.AddSingleton<IValidateOptions<T>>(provider => provider.GetRequiredService<SettingsRules<T>>());
        if (SecretRules<T>.Apply)
        {
            services.AddSingleton<IValidateOptions<T>>(provider => new SecretRules<T>(
                section, provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IHostEnvironment>()));
        }

        services.AddSingleton<SettingsSection>(new SettingsSection.Of<T>(section, Options.DefaultName));
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>Settings that decide what is registered are read before the options are validated.</summary>
    /// <exception cref="StartupException">A setting is out of range.</exception>
    public static T ReadSettings<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        T settings = configuration.GetSection(section).Get<T>() ?? new();
        ValidateOptionsResult result = new SettingsRules<T>(section, configuration: null).Validate(null, settings);
        return result.Failed ? throw new StartupException(string.Join(Environment.NewLine, result.Failures)) : settings;
    }

    /// <summary>Shows a section whose options another part binds under its own name.</summary>
    public static void ShowSettings<T>(this IServiceCollection services, string section, string optionsName)
        where T : class => services.AddSingleton<SettingsSection>(new SettingsSection.Of<T>(section, optionsName));
}
