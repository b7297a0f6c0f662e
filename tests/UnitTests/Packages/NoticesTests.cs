using System.Text.Json;
using ImOrleans.UnitTests.Architecture;
using Xunit;

namespace ImOrleans.UnitTests.Packages;

/// <summary><c>THIRD-PARTY-NOTICES</c> names each package that the server and the packages for applications bring, and no other.</summary>
public sealed class NoticesTests
{
    private static readonly (string Project, string Assembly)[] Shipped =
        [("Silo", "Silo"), ("Gateway", "Gateway"), ("Protocol", "Protocol"), ("Sdk", "Client"), ("Sqlite", "Client.Sqlite")];

    [Fact]
    public void Every_shipped_package_is_named()
    {
        string[] named =
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES"))
                .Where(line => line.StartsWith("  - ", StringComparison.Ordinal)).Select(line => line[4..]),
        ];
        IEnumerable<string> shipped = Shipped.SelectMany(Packages).Distinct();
        Assert.Equal(shipped.Order(StringComparer.OrdinalIgnoreCase), named.Order(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>From what the build wrote for the program itself. Beside the tests lie the packages of the tests too.</summary>
    private static IEnumerable<string> Packages((string Project, string Assembly) shipped)
    {
        DirectoryInfo tests = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string folder = Path.Combine(tests.Parent!.Parent!.FullName, shipped.Project, tests.Name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"ImOrleans.{shipped.Assembly}.deps.json")));
        return
        [
            .. document.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").ValueEquals("package")).Select(library => library.Name.Split('/')[0]),
        ];
    }
}
