using System.IO.Compression;
using System.Xml.Linq;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Packing;

/// <summary>The packages of <c>Client</c>, packed once from what was built, in a folder that is a feed.</summary>
public sealed class PackedClient : IAsyncLifetime
{
    private static readonly string[] Projects = ["Protocol", "Sdk", "Sqlite"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("imorleans-feed-");

    public string Feed => folder.FullName;

    /// <summary>The output of the packing.</summary>
    public string Printed { get; private set; } = "";

    public static string Runtime => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public async ValueTask InitializeAsync()
    {
        string built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;
        string configuration = built == "debug" ? "Debug" : "Release";
        foreach (string project in Projects)
        {
            Printed += await Tool.RunAsync(
                WorkingCopy.Root, Runtime, "pack", $"Client/{project}/{project}.csproj", "--no-build", "-c", configuration, "-o", Feed);
        }
    }

    /// <summary>The description of a package, <c>ImOrleans.Client</c>, without the namespace of its format.</summary>
    public XElement Describe(string package)
    {
        using ZipArchive archive = Open(package);
        using Stream nuspec = archive.GetEntry($"{package}.nuspec")!.Open();
        XElement metadata = XElement.Load(nuspec).Elements().Single(element => element.Name.LocalName == "metadata");
        foreach (XElement element in metadata.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return metadata;
    }

    /// <summary>The paths of its files.</summary>
    public string[] List(string package)
    {
        using ZipArchive archive = Open(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private ZipArchive Open(string package) => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Feed, $"{package}.?.*.nupkg")));
}
