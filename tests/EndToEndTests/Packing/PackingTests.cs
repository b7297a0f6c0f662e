using System.Text.Json;
using System.Xml.Linq;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Packing;

/// <summary>The packages for applications: their description, and an application that has nothing else.</summary>
public sealed class PackingTests(PackedClient packed, SharedSilo shared) : IClassFixture<PackedClient>
{
    public static TheoryData<string> Packages => ["ImOrleans.Protocol", "ImOrleans.Client", "ImOrleans.Client.Sqlite"];

    [Fact]
    public void Packing_warns_of_nothing() => Assert.DoesNotContain("warning", packed.Printed, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_what_it_is_and_under_which_licence(string package)
    {
        XElement description = packed.Describe(package);
        Assert.Equal("MIT", description.Element("license")!.Value);
        Assert.Equal("README.md", description.Element("readme")!.Value);
        Assert.Contains("ImOrleans", description.Element("description")!.Value, StringComparison.Ordinal);

        // For SourceLink: which commit it was built from. A copy of the sources without their repository has none.
        bool hasCommit = description.Element("repository")?.Attribute("commit") is not null;
        Assert.Equal(Path.Exists(Path.Combine(WorkingCopy.Root, ".git")), hasCommit);

        string[] files = packed.List(package);
        Assert.Contains("README.md", files);
        Assert.Contains($"lib/net10.0/{package}.dll", files);
        Assert.Contains($"lib/net10.0/{package}.xml", files);
        Assert.NotEmpty(Directory.GetFiles(packed.Feed, $"{package}.?.*.snupkg"));
    }

    [Fact]
    public async Task Server_description_and_packages_have_one_version()
    {
        string version = XElement.Load(Path.Combine(WorkingCopy.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        ServerInfo server = await new Api(shared.Silo.Http).GetAsync<ServerInfo>("api/server");
        Assert.Equal(version, server.Version);
        using JsonDocument description = JsonDocument.Parse(await shared.Silo.Http.GetStringAsync("openapi/v1.json"));
        Assert.Equal(version, description.RootElement.GetProperty("info").GetProperty("version").GetString());
        Assert.All(Packages.Select(row => row.Data), package => Assert.Equal(version, packed.Describe(package).Element("version")!.Value));
        XElement sample = XElement.Load(Path.Combine(WorkingCopy.Root, "Client/Sample/Sample.csproj"));
        Assert.All(sample.Descendants("PackageReference"), package => Assert.Equal(version, (string)package.Attribute("Version")!));
    }

    [Fact]
    public async Task An_application_that_has_only_the_packages_exchanges_a_message()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imorleans-sample-");
        try
        {
            foreach (string file in new[] { "Program.cs", "Sample.csproj" })
            {
                File.Copy(Path.Combine(WorkingCopy.Root, "Client/Sample", file), Path.Combine(folder.FullName, file));
            }

            // A cache of its own, because that of the user can hold an older package of the same version.
            // The cache of the user is only asked for what the packages need.
            await Tool.RunAsync(
                folder.FullName, PackedClient.Runtime, "build", "-c", "Release", "-o", "built",
                $"-p:RestoreAdditionalProjectSources={packed.Feed}", $"-p:RestorePackagesPath={folder.FullName}/packages",
                $"-p:RestoreFallbackFolders={await CacheAsync()}");
            (string anna, string bo) = (Person.Name(), Person.Name());
            string server = shared.Silo.Address.AbsoluteUri;
            string printed = await Tool.RunAsync(
                folder.FullName, PackedClient.Runtime, "built/Sample.dll", server, anna, bo, Person.Password, "Hello");
            Assert.Equal($"{bo} received from {anna}: Hello", printed.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> CacheAsync() =>
        (await Tool.RunAsync(
            WorkingCopy.Root, PackedClient.Runtime, "nuget", "locals", "global-packages", "--list", "--force-english-output"))
            .Split("global-packages:")[1].Trim();
}
