using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImOrleans.EndToEndTests.Documents;

/// <summary>The values that an answer had in the places of <c>{names}</c>, and the comparison of further answers.</summary>
internal sealed partial class Shape(Dictionary<string, string> known)
{
    private const string AnyText = "...";

    /// <summary>The text with each known name replaced by its value.</summary>
    public string Fill(string text) => Name().Replace(text, match => known.GetValueOrDefault(match.Groups[1].Value, match.Value));

    public string this[string name] => known[name];

    /// <summary>
    /// Compares an answer with what is shown, and takes the values of new names if it fits. Members are the same, a list can be longer,
    /// numbers and truth values are of the same kind.
    /// </summary>
    /// <returns>The differences; empty if there are none.</returns>
    public string[] Compare(string shown, JsonElement found)
    {
        Dictionary<string, string> learned = new(known);
        List<string> problems = [];
        using JsonDocument document = JsonDocument.Parse(shown);
        Compare(document.RootElement, found, "$", learned, problems);
        if (problems.Count == 0)
        {
            foreach ((string name, string value) in learned)
            {
                known[name] = value;
            }
        }

        return [.. problems];
    }

    private static void Compare(
        JsonElement shown, JsonElement found, string place, Dictionary<string, string> learned, List<string> problems)
    {
        if (KindOf(shown) != KindOf(found))
        {
            problems.Add($"{place} is {KindOf(found)} instead of {KindOf(shown)}");
        }
        else if (shown.ValueKind == JsonValueKind.Object)
        {
            Dictionary<string, JsonElement> members = found.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
            foreach (JsonProperty member in shown.EnumerateObject())
            {
                if (members.Remove(member.Name, out JsonElement value))
                {
                    Compare(member.Value, value, $"{place}.{member.Name}", learned, problems);
                }
                else
                {
                    problems.Add($"{place}.{member.Name} is missing");
                }
            }

            problems.AddRange(members.Keys.Select(name => $"{place}.{name} is not shown"));
        }
        else if (shown.ValueKind == JsonValueKind.Array)
        {
            JsonElement[] elements = [.. found.EnumerateArray()];
            foreach ((int i, JsonElement element) in shown.EnumerateArray().Index())
            {
                if (i < elements.Length)
                {
                    Compare(element, elements[i], $"{place}[{i}]", learned, problems);
                }
                else
                {
                    problems.Add($"{place}[{i}] is missing");
                }
            }
        }
        else if (shown.ValueKind == JsonValueKind.String)
        {
            CompareText(shown.GetString()!, found.GetString()!, place, learned, problems);
        }
    }

    private static void CompareText(string shown, string found, string place, Dictionary<string, string> learned, List<string> problems)
    {
        if (Name().Match(shown) is { Success: true } name && name.Value == shown)
        {
            learned.TryAdd(name.Groups[1].Value, found);
            shown = learned[name.Groups[1].Value];
        }

        if (shown != AnyText && shown != found)
        {
            problems.Add($"{place} is \"{found}\" instead of \"{shown}\"");
        }
    }

    private static JsonValueKind KindOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Name();
}
