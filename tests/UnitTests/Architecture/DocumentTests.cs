using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>Documents name only what exists, and leave out no refusal.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Files = [.. Repository.Files("*")];

    public static TheoryData<string> Documents => [.. Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        string[] broken =
        [
            .. Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups["path"].Value)
                .Where(path => !path.Contains("://", StringComparison.Ordinal) && !path.StartsWith('#'))
                .Where(path => !Path.Exists(Path.Combine(folder, path.Split('#')[0]))),
        ];
        Assert.Empty(broken);
    }

    /// <summary>A document can leave out the beginning of a path, if the rest is clear.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_named_source_file_exists(string document)
    {
        string[] missing =
        [
            .. NamedFile().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups["path"].Value)
                .Select(path => path.Replace("../", "", StringComparison.Ordinal))
                .Where(path => !Files.Any(file => file == path || file.EndsWith($"/{path}", StringComparison.Ordinal)))
                .Distinct(),
        ];
        Assert.Empty(missing);
    }

    [Fact]
    public void The_protocol_lists_every_refusal()
    {
        string protocol = File.ReadAllText(Path.Combine(Repository.Root, "Client/Protocol/README.md"));
        string[] missing =
        [
            .. Enum.GetValues<ErrorCode>().Select(code => ((int)code).ToString(CultureInfo.InvariantCulture))
                .Where(number => !protocol.Contains(number, StringComparison.Ordinal)),
        ];
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\]\((?<path>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>\w[\w./-]*\.(cs|js|css|html|csproj|props|txt|json))`")]
    private static partial Regex NamedFile();
}
