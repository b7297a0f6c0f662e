using System.Reflection;
using ImOrleans.UnitTests.Architecture;
using PublicApiGenerator;
using Xunit;

namespace ImOrleans.UnitTests.Packages;

/// <summary>
/// The public types and members of the packages are compared with <c>Client/*/PublicApi.txt</c>. <c>tests/contracts</c> writes these files
/// anew, and a reviewer checks the diff: a line that changed or went breaks applications.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        ExcludeAttributes =
        [
            "Orleans.GenerateSerializerAttribute", "Orleans.AliasAttribute", "Orleans.IdAttribute", "Orleans.ImmutableAttribute",
            "System.Text.Json.Serialization.JsonSerializableAttribute",
        ],
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = ["OrleansCodeGen"],
    };

    [Theory]
    [InlineData("ImOrleans.Protocol", "Client/Protocol/PublicApi.txt")]
    [InlineData("ImOrleans.Client", "Client/Sdk/PublicApi.txt")]
    [InlineData("ImOrleans.Client.Sqlite", "Client/Sqlite/PublicApi.txt")]
    public void No_public_member_changed_without_its_baseline(string assembly, string baseline)
    {
        string path = Path.Combine(Repository.Root, baseline);
        string found = Assembly.Load(assembly).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("IM_WRITE_CONTRACTS") == "1")
        {
            File.WriteAllText(path, found);
        }

        Assert.Equal(File.ReadAllLines(path), found.TrimEnd().Split('\n'));
    }
}
