using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

/// <summary>Documents name only files, folders and headings that exist, and leave out no refusal.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Files = [.. Repository.Files("*")];

    /// <summary>Folders that a build or a publish makes.</summary>
    private static readonly string[] Made = ["wwwroot/bundle/"];

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

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_named_folder_exists(string document)
    {
        string[] missing =
        [
            .. NamedFolder().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups["path"].Value)
                .Where(path => !Made.Contains(path))
                .Where(path => !Files.Any(file => $"/{file}".Contains($"/{path}", StringComparison.Ordinal)))
                .Distinct(),
        ];
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_into_a_document_leads_to_a_heading(string document)
    {
        string folder = Path.GetDirectoryName(document)!;
        string[] broken =
        [
            .. Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups["path"].Value)
                .Where(path => !path.Contains("://", StringComparison.Ordinal) && path.Contains('#', StringComparison.Ordinal))
                .Where(path => !HeadingsOf(path.StartsWith('#') ? document : Path.Combine(folder, path.Split('#')[0]))
                    .Contains(path.Split('#')[1])),
        ];
        Assert.Empty(broken);
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

    /// <summary>The anchors that a heading gets: lower case, dashes for blanks, no other signs.</summary>
    private static HashSet<string> HeadingsOf(string document) =>
    [
        .. Heading().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
            .Select(match => OtherSigns().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\((?<path>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>\w[\w./-]*\.(cs|js|css|html|csproj|props|txt|json|md|yml))`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"`(?<path>\w[\w./-]*/)`")]
    private static partial Regex NamedFolder();

    [GeneratedRegex(@"^#+ (?<text>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex OtherSigns();
}
