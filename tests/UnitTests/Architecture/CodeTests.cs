using System.Text.RegularExpressions;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

public sealed partial class CodeTests
{
    private const int LongestFile = 300;

    private static readonly string[] NounsNotFound = ["Helper", "Manager", "Util", "Utils", "Service", "Processor"];

    /// <summary>Full names of classes that are inherited from, each with its reason beside it.</summary>
    private static readonly string[] Inherited = [];

    [Fact]
    public void Classes_are_sealed_static_or_abstract() =>
        Assert.Empty(Repository.Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Name != "Program")
            .Select(type => type.FullName).Except(Inherited));

    [Fact]
    public void A_type_is_named_after_a_noun_of_the_product() =>
        Assert.DoesNotContain(
            Repository.Types.Select(type => type.FullName!.Split('`')[0]),
            name => NounsNotFound.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The class of a refusal says what it means. The size of its number says nothing.</summary>
    [Fact]
    public void Nothing_compares_the_numbers_of_refusals() =>
        Assert.DoesNotContain(
            Repository.Files("*.cs").Concat(Repository.Files("*.js")),
            file => ComparedNumbers().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file))));

    [Fact]
    public void A_source_file_has_at_most_300_lines() =>
        Assert.DoesNotContain(
            Repository.Files("*.cs").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal)),
            file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > LongestFile);

    [Fact]
    public void Each_top_level_folder_with_code_explains_itself()
    {
        var folders = Repository.Files("*.cs").Select(file => file.Split('/')[0]).Distinct();
        Assert.All(folders, folder => Assert.True(File.Exists(Path.Combine(Repository.Root, folder, "README.md")), $"{folder} has no README.md."));
    }

    [GeneratedRegex(@"(?<!=)[<>]=? +\(?ErrorCode\b|ErrorCode\.\w+ *[<>]|\b[cC]ode( is)? +[<>]=? *1_?\d{3}\b|1\\d\{3\}")]
    private static partial Regex ComparedNumbers();
}
