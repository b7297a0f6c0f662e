using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>A section, or the part of one that an options class holds, for the commands that show or check all settings.</summary>
internal abstract class SettingsSection(string name)
{
    public string Name => name;

    /// <summary>The settings as they are, whether or not they hold, by name.</summary>
    public abstract IReadOnlyList<Setting> Read(IConfiguration configuration);

    /// <returns>A sentence for each rule that does not hold.</returns>
    public abstract IReadOnlyList<string> Check(IServiceProvider services);

    internal sealed class Of<T>(string name, string optionsName) : SettingsSection(name)
        where T : class
    {
        public override IReadOnlyList<Setting> Read(IConfiguration configuration)
        {
            IConfigurationSection section = configuration.GetSection(Name);
            T effective = section.Get<T>() ?? Activator.CreateInstance<T>();
            return [.. typeof(T).GetProperties().Select(property => new Setting(
                property.Name,
                property.GetValue(effective),
                section.GetSection(property.Name).Exists(),
                property.GetCustomAttribute<SecretAttribute>() is not null))];
        }

        public override IReadOnlyList<string> Check(IServiceProvider services)
        {
            try
            {
                _ = services.GetRequiredService<IOptionsMonitor<T>>().Get(optionsName);
                return [];
            }
            catch (OptionsValidationException failure)
            {
                return [.. failure.Failures];
            }
        }
    }
}

/// <param name="IsSet">By configuration; otherwise it is the default.</param>
/// <param name="IsSecret">The value is never printed.</param>
internal sealed record Setting(string Name, object? Value, bool IsSet, bool IsSecret);
