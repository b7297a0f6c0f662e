using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>A kind of entry is known in the places that <c>CONTRIBUTING.md</c> lists, and nowhere else.</summary>
public sealed partial class KindTests
{
    private const int MostPlaces = 6;

    /// <summary>
    /// Each of these files makes entries of one kind, and does not ask for a kind. The schema of the log checks entries that are older than
    /// this rule once.
    /// </summary>
    private static readonly string[] Writers =
    [
        "Client/Sdk/Outgoing/Drafts.cs", "Grains/Conversations/Notice.cs", "Grains/Conversations/SenderErasure.cs",
        "Gateway/wwwroot/js/model/draft.js", "Gateway/wwwroot/js/views/messages/items.js",
        "Silo/Storage/Sqlite/LogSchema.cs",
    ];

    private static readonly string[] Places = [.. PlaceInRecipe().Matches(Recipe()).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Kinds { get; } = [.. EntryKinds.Shipped.Select(kind => kind.Name)];

    [Fact]
    public void A_new_kind_touches_at_most_six_places() => Assert.InRange(Places.Length, 4, MostPlaces);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_is_in_every_place_of_the_recipe(string kind) => Assert.All(Places, place =>
    {
        string name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(kind);
        string path = Path.Combine(Repository.Root, place.Replace("<Kind>", name, StringComparison.Ordinal).Replace("<kind>", kind, StringComparison.Ordinal));
        Assert.True(File.Exists(path), $"{path} is in the recipe for a new kind, and \"{kind}\" has none.");
        Assert.Contains(kind, File.ReadAllText(path), StringComparison.OrdinalIgnoreCase);
    });

    [Fact]
    public void No_other_place_asks_which_kind_an_entry_is()
    {
        string[] allowed = [.. Places.Select(place => place[..place.LastIndexOf('/')]).Where(folder => folder.EndsWith("inds", StringComparison.Ordinal))];
        var asking = Repository.Files("*.cs").Concat(Repository.Files("*.js"))
            .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal) && !Writers.Contains(file))
            .Where(file => !allowed.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Where(line => NamesAKind(line)).Select(line => $"{file}: {line.Trim()}"));
        Assert.Empty(asking);
    }

    /// <summary>A member without a weight would have no bound.</summary>
    [Fact]
    public void Every_string_of_a_content_weighs()
    {
        foreach (PropertyInfo property in typeof(MessageContent).GetProperties())
        {
            MessageContent content = new();
            object? value = property.PropertyType == typeof(string) ? "four" : property.PropertyType == typeof(string[]) ? new[] { "fo", "ur" } : null;
            property.SetValue(content, value);
            Assert.True(value is null || MessageWeight.Of(content) == 4, $"{property.Name} of a content has no weight.");
        }
    }

    private static bool NamesAKind(string line) =>
        !line.TrimStart().StartsWith("///", StringComparison.Ordinal)
        && EntryKinds.Shipped.Any(kind => Regex.IsMatch(line, $@"(?i)MessageKind\.{kind.Name}\b|\bkind\b[^'""]{{0,12}}['""]{kind.Name}['""]"));

    private static string Recipe()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));
        int begin = text.IndexOf("**A new kind of message**", StringComparison.Ordinal);
        return text[begin..text.IndexOf("Then `tests/contracts`", begin, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"`((?:Client|Grains|Gateway|Silo)/[^`]+)`")]
    private static partial Regex PlaceInRecipe();
}
