using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ImOrleans.ServiceDefaults.Settings;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>
/// <c>SETTINGS.md</c> is written from the options classes and their summaries. <c>tests/contracts</c> rewrites it; a stale page fails
/// here.
/// </summary>
public sealed partial class SettingsReferenceTests
{
    private const string Head =
        """
        # Settings

        Every setting of the server, from the options classes. `dotnet run --project Silo -- check` prints the values that are in force.
        A value outside its range stops the start with a sentence. Times are `[days.]hours:minutes:seconds`.


        """;

    private static readonly string Page = Path.Combine(Repository.Root, "SETTINGS.md");

    private static readonly Dictionary<string, XElement> Summaries = Repository.Assemblies
        .Select(assembly => Path.ChangeExtension(assembly.Location, ".xml"))
        .Where(File.Exists)
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .Where(member => member.Element("summary") is not null)
        .DistinctBy(member => (string)member.Attribute("name")!)
        .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!);

    [Fact]
    public void Every_setting_is_documented_with_its_default_and_range()
    {
        string page = Head + string.Join("\n", OptionTypes().GroupBy(SectionOf).OrderBy(section => section.Key, StringComparer.Ordinal).Select(Describe));
        if (Environment.GetEnvironmentVariable("IM_WRITE_CONTRACTS") == "1")
        {
            File.WriteAllText(Page, page);
        }

        Assert.Equal(page.ReplaceLineEndings("\n"), File.ReadAllText(Page).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_setting_has_a_summary() => Assert.Empty(OptionTypes().SelectMany(SettingsOf)
        .Where(setting => SummaryOf(setting).Length == 0 && setting.GetCustomAttribute<RangeAttribute>() is null)
        .Select(setting => $"{setting.DeclaringType!.Name}.{setting.Name}"));

    private static IEnumerable<Type> OptionTypes() =>
        Repository.Types.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is { IsLiteral: true });

    private static string SectionOf(Type options) => (string)options.GetField("Section")!.GetRawConstantValue()!;

    private static IEnumerable<PropertyInfo> SettingsOf(Type options) =>
        options.GetProperties().Where(property => property.SetMethod is not null).OrderBy(property => property.MetadataToken);

    private static string Describe(IGrouping<string, Type> section)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"## {section.Key}\n\n| setting | default | range | |\n|---|---|---|---|\n");
        foreach (Type options in section.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            object defaults = Activator.CreateInstance(options)!;
            foreach (PropertyInfo setting in SettingsOf(options))
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{setting.Name}` | {Show(setting.GetValue(defaults))} | {RangeOf(setting)} | {SummaryOf(setting)} |\n");
            }
        }

        return text.ToString();
    }

    private static string RangeOf(PropertyInfo setting) => setting switch
    {
        _ when setting.GetCustomAttribute<SecretAttribute>() is not null => "secret",
        _ when setting.GetCustomAttribute<RangeAttribute>() is { } range => $"{Bound(range, range.Minimum)} to {Bound(range, range.Maximum)}",
        _ when setting.PropertyType.IsEnum => string.Join(", ", Enum.GetNames(setting.PropertyType)),
        _ => "",
    };

    private static string Bound(RangeAttribute range, object bound) =>
        Show(range.OperandType == typeof(TimeSpan) && bound is string text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : bound);

    private static string Show(object? value) => value switch
    {
        null or "" => "none",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        System.Collections.IEnumerable list and not string => Show(string.Join(", ", list.Cast<object>())),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>One line of Markdown.</summary>
    private static string SummaryOf(PropertyInfo setting) =>
        Summaries.TryGetValue($"P:{setting.DeclaringType!.FullName}.{setting.Name}", out XElement? summary)
            ? Blank().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal)
            : "";

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element when (string?)element.Attribute("cref") is { } name => $"`{name.Split('.')[^1].Split('(')[0]}`",
        XElement element => element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
