using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>The options of a command line, before anything is started: a slip of the pen must not run a server with other settings than meant.</summary>
internal static class OptionNames
{
    private const string Own = "Im";

    /// <summary>Settings of .NET that an operator may give: by name, or as the beginning of one.</summary>
    private static readonly string[] OfThePlatform =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "AllowedHosts", "detailedErrors", "preventHostingStartup",
        "hostBuilder:", "Logging:", "Kestrel:", "Orleans:", "ConnectionStrings:", "OTEL_",
    ];

    /// <summary>Whether the user asks how the program is used.</summary>
    public static bool AskForHelp(string[] words) => words.Any(static word => word is "--help" or "-h" or "-?" or "/?" or "help");

    /// <param name="settings">The words behind the command: <c>--name=value</c> or <c>--name value</c>.</param>
    /// <param name="isWhole">The process has every part of the product, so that a setting of ours that no part has is a mistake.</param>
    /// <exception cref="StartupException">A word is no option, or an option is unknown.</exception>
    public static T EnsureKnown<T>(this T host, string[] settings, bool isWhole)
        where T : IHost
    {
        SettingsSection[] sections = [.. host.Services.GetServices<SettingsSection>()];
        IConfiguration configuration = host.Services.GetRequiredService<IConfiguration>();
        foreach (string name in NamesOf(settings))
        {
            bool isOwn = name.StartsWith($"{Own}:", StringComparison.OrdinalIgnoreCase);
            if (isOwn ? isWhole && !IsSetting(name, sections, configuration) : !IsOfThePlatform(name))
            {
                throw new StartupException($"--{name} is not an option. --help shows how the program is used, and the command check prints all settings.");
            }
        }

        return host;
    }

    private static IEnumerable<string> NamesOf(string[] settings)
    {
        for (int i = 0; i < settings.Length; i++)
        {
            if (!settings[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new StartupException($"'{settings[i]}' is not an option: options are --name=value or --name value.");
            }

            string[] parts = settings[i][2..].Split('=', 2);
            bool hasValue = parts.Length == 2 || (i + 1 < settings.Length && !settings[i + 1].StartsWith("--", StringComparison.Ordinal));
            if (!hasValue)
            {
                throw new StartupException($"--{parts[0]} has no value: options are --name=value or --name value.");
            }

            i += 2 - parts.Length;
            yield return parts[0].Replace("__", ":", StringComparison.Ordinal);
        }
    }

    private static bool IsOfThePlatform(string name) => OfThePlatform.Any(known => known[^1] is ':' or '_'
        ? name.StartsWith(known, StringComparison.OrdinalIgnoreCase)
        : name.Equals(known, StringComparison.OrdinalIgnoreCase));

    private static bool IsSetting(string name, SettingsSection[] sections, IConfiguration configuration) => sections.Any(section =>
        section.Read(configuration).Any(setting =>
        {
            string known = $"{section.Name}:{setting.Name}";
            return name.Equals(known, StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{known}:", StringComparison.OrdinalIgnoreCase);
        }));
}
