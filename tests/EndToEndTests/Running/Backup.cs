using Xunit;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>A copy of the data folder of a stopped server, made and restored as Silo/README.md says.</summary>
public sealed class Backup : IDisposable
{
    private static readonly string[] Patterns = ["messages.db*", "state.db*", "*.key"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("imorleans-backup-");

    /// <summary>Stops the server, copies its data and starts it again.</summary>
    public static async Task<Backup> MakeAsync(SiloProcess silo)
    {
        Backup backup = new();
        Assert.Equal(0, await silo.StopAsync());
        Copy(silo.DataPath, backup.folder.FullName);
        await silo.StartAgainAsync();
        return backup;
    }

    /// <summary>Puts the copy in place of the data of a stopped server. The server can be started after that.</summary>
    public async Task RestoreAsync(SiloProcess silo)
    {
        foreach (string file in Patterns.SelectMany(pattern => Directory.EnumerateFiles(silo.DataPath, pattern)).ToArray())
        {
            File.Delete(file);
        }

        Copy(folder.FullName, silo.DataPath);
        using SiloRun renewal = new(["lineage", "renew", .. silo.Arguments]);
        int code = await renewal.ExitAsync();
        Assert.True(code == 0, $"The lineage was not renewed: {renewal.Everything}");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Patterns.SelectMany(pattern => Directory.EnumerateFiles(from, pattern)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
