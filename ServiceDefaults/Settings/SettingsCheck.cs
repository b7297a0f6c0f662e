using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>The command <c>check</c>: prints every setting and whether all of them hold. It starts nothing and takes no lock.</summary>
internal static class SettingsCheck
{
    /// <returns>The exit code: 0 when everything holds.</returns>
    public static int Run(IHost host)
    {
        IConfiguration configuration = host.Services.GetRequiredService<IConfiguration>();
        SettingsSection[] sections = [.. host.Services.GetServices<SettingsSection>().OrderBy(section => section.Name, StringComparer.Ordinal)];
        Console.WriteLine($"environment {host.Services.GetRequiredService<IHostEnvironment>().EnvironmentName}, urls {configuration["urls"] ?? "of Kestrel:Endpoints"}");
        foreach (IGrouping<string, SettingsSection> section in sections.GroupBy(section => section.Name))
        {
            Console.WriteLine(section.Key);
            foreach (Setting setting in section.SelectMany(part => part.Read(configuration)).OrderBy(setting => setting.Name, StringComparer.Ordinal))
            {
                Console.WriteLine($"{(setting.IsSet ? '*' : ' ')} {setting.Name,-32} {Show(setting)}");
            }
        }

        string[] failures = [.. sections.SelectMany(section => section.Check(host.Services)).Distinct()];
        foreach (string failure in failures)
        {
            Console.Error.WriteLine(failure);
        }

        if (failures.Length > 0)
        {
            return 1;
        }

        foreach (StartCheck check in host.Services.GetServices<StartCheck>())
        {
            Console.WriteLine(check.Describe(host.Services));
        }

        Console.WriteLine("* set by configuration. All settings hold.");
        return 0;
    }

    private static string Show(Setting setting) => setting switch
    {
        { IsSecret: true, Value: null or "" or Array { Length: 0 } } => "(none)",
        { IsSecret: true } => "(secret)",
        { Value: null or "" } => "(none)",
        { Value: IEnumerable list and not string } => list.Cast<object>().DefaultIfEmpty("(none)").Aggregate((before, next) => $"{before}, {next}").ToString()!,
        _ => string.Create(CultureInfo.InvariantCulture, $"{setting.Value}"),
    };
}
