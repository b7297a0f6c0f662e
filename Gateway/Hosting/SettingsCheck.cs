using System.Collections;
using System.Globalization;
using ImOrleans.Gateway.Auth;
using ImOrleans.Grains.Settings;

namespace ImOrleans.Gateway.Hosting;

/// <summary>The command <c>check</c>: what this process would run with, and whether that holds. Nothing is started.</summary>
internal static class SettingsCheck
{
    /// <returns>The exit code: 0 when everything holds.</returns>
    public static int Run(WebApplication app)
    {
        SettingsSection[] sections = [.. app.Services.GetServices<SettingsSection>().OrderBy(section => section.Name, StringComparer.Ordinal)];
        Console.WriteLine($"environment {app.Environment.EnvironmentName}, urls {app.Configuration["urls"] ?? "of Kestrel:Endpoints"}");
        foreach (IGrouping<string, SettingsSection> section in sections.GroupBy(section => section.Name))
        {
            Console.WriteLine(section.Key);
            foreach (Setting setting in section.SelectMany(part => part.Read(app.Configuration)).OrderBy(setting => setting.Name, StringComparer.Ordinal))
            {
                Console.WriteLine($"{(setting.IsSet ? '*' : ' ')} {setting.Name,-32} {Show(setting)}");
            }
        }

        string[] failures = [.. sections.SelectMany(section => section.Check(app.Services)).Distinct()];
        foreach (string failure in failures)
        {
            Console.Error.WriteLine(failure);
        }

        if (failures.Length > 0)
        {
            return 1;
        }

        // What cannot be seen from the settings alone: a folder to write to, and keys that can be read.
        DataFolder folder = app.Services.GetRequiredService<DataFolder>();
        SigningKeys keys = app.Services.GetRequiredService<SigningKeys>();
        Console.WriteLine($"data folder {folder.Path}");
        Console.WriteLine($"signing keys {string.Join(", ", keys.All.Select(key => key.Id))}; the first one signs");
        Console.WriteLine("* set by configuration. All settings hold.");
        return 0;
    }

    private static string Show(Setting setting) => setting switch
    {
        { IsSecret: true, Value: null or "" } => "(none)",
        { IsSecret: true } => "(secret)",
        { Value: null or "" } => "(none)",
        { Value: IEnumerable list and not string } => list.Cast<object>().DefaultIfEmpty("(none)").Aggregate((before, next) => $"{before}, {next}").ToString()!,
        _ => string.Create(CultureInfo.InvariantCulture, $"{setting.Value}"),
    };
}
