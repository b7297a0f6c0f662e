using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Packing;

/// <summary>The step that bundles the page of a published server. <c>BrowserTests</c> test the bundled page.</summary>
public sealed class BundlingTests
{
    [Fact]
    public async Task Without_node_the_page_is_published_as_its_modules()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imorleans-publish-");
        try
        {
            DirectoryInfo root = folder.CreateSubdirectory("wwwroot");
            File.Copy(Path.Combine(WorkingCopy.Root, "Gateway/wwwroot/index.html"), Path.Combine(root.FullName, "index.html"));
            root.CreateSubdirectory("bundle");
            string tools = folder.CreateSubdirectory("tools").FullName;
            File.CreateSymbolicLink(Path.Combine(tools, "sh"), "/bin/sh");
            string printed = await Tool.RunAsync(
                WorkingCopy.Root,
                PackedClient.Runtime,
                path: tools,
                ["msbuild", "Gateway/Gateway.csproj", "-t:BundlePublishedPage", $"-p:PublishDir={folder.FullName}/", "-v:minimal"]);
            Assert.Contains("Node or npm is not installed. The page is published as its modules", printed, StringComparison.Ordinal);
            Assert.Equal(["index.html"], root.EnumerateFileSystemInfos().Select(entry => entry.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
