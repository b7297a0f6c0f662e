using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Startup;

public sealed class LockingTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imorleans-");

    [Fact]
    public void A_folder_is_locked_once_until_the_lock_ends()
    {
        using (SiloLock.Take(Folder("data")))
        {
            // A folder is the same folder, whatever object or path names it.
            StartupException refusal = Assert.Throws<StartupException>(() => SiloLock.Take(Folder("data/../data")));
            Assert.Contains("another silo uses this folder", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Im:DataPath", refusal.Message, StringComparison.Ordinal);

            using SiloLock other = SiloLock.Take(Folder("other"));
        }

        using SiloLock again = SiloLock.Take(Folder("data"));
    }

    public void Dispose() => root.Delete(recursive: true);

    private DataFolder Folder(string path) => new(
        Options.Create(new DataOptions { DataPath = path }), new HostingEnvironment { ContentRootPath = root.FullName });
}
