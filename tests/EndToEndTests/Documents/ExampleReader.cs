using System.Globalization;
using System.Text.RegularExpressions;

namespace ImOrleans.EndToEndTests.Documents;

/// <summary>Reads the fenced blocks of the page, in their order.</summary>
internal static partial class ExampleReader
{
    private const string Bearer = "Authorization: Bearer ";

    public static IEnumerable<Example> Read(string page) => Block().Matches(page).SelectMany(
        block => block.Groups["kind"].Value == "http" ? [ReadRest(block.Groups["text"].Value)] : ReadHub(block.Groups["text"].Value));

    private static Example.Rest ReadRest(string text)
    {
        string[] halves = text.Split("\n\n", 2);
        string[] request = halves[0].Split('\n');
        string[] answer = halves[1].Split('\n', 2);
        string[] line = request[0].Split(' ', 2);
        string? token = request.FirstOrDefault(header => header.StartsWith(Bearer, StringComparison.Ordinal))?[Bearer.Length..];
        string body = string.Join('\n', request.Skip(token is null ? 1 : 2));
        int status = int.Parse(answer[0], CultureInfo.InvariantCulture);
        return new Example.Rest(line[0], line[1], token, body, status, answer.ElementAtOrDefault(1)?.Trim() ?? "");
    }

    private static List<Example> ReadHub(string text)
    {
        List<Example> examples = [];
        foreach (Match step in Step().Matches(text))
        {
            string person = step.Groups["person"].Value;
            string method = step.Groups["method"].Value;
            string json = step.Groups["json"].Value.Trim();
            if (step.Groups["way"].Value == ">")
            {
                examples.Add(new Example.Call(person, method, json, null));
            }
            else if (method.Length > 0)
            {
                examples.Add(new Example.Event(person, method, json));
            }
            else
            {
                examples[^1] = (Example.Call)examples[^1] with { Shape = json };
            }
        }

        return examples;
    }

    [GeneratedRegex("^```(?<kind>http|hub)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"^(?<person>\w+) (?<way>[<>]) (?:(?<method>[A-Z]\w+) )?(?<json>.+?)(?=^\w+ [<>] |\z)",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Step();
}
