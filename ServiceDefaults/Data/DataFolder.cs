using System.Runtime.Versioning;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Data;

/// <summary>The data folder as an absolute path. It exists and can be written to once this object does.</summary>
internal sealed class DataFolder
{
    private static readonly string[] FilePatterns = ["*.db", "*.db-wal", "*.db-shm", "*.key", SiloLock.Name];

    public DataFolder(IOptions<DataOptions> options, IHostEnvironment environment)
    {
        Path = System.IO.Path.GetFullPath(options.Value.DataPath, environment.ContentRootPath);
        try
        {
            bool isOwn = !Directory.Exists(Path) || System.IO.File.Exists(File(SiloLock.Name));
            Directory.CreateDirectory(Path);
            TryWrite();
            if (!OperatingSystem.IsWindows())
            {
                Tighten(isOwn);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"Im:DataPath is '{options.Value.DataPath}', which is {Path}; it must be a folder that this process can create and write to ({e.Message})", e);
        }
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// Other users of the machine read nothing of it. A folder that has other uses (the operator named one that existed, or one in which everybody may
    /// write, as /tmp) keeps its mode; then only the files are closed.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private void Tighten(bool isOwn)
    {
        try
        {
            if (isOwn && !System.IO.File.GetUnixFileMode(Path).HasFlag(UnixFileMode.StickyBit))
            {
                System.IO.File.SetUnixFileMode(Path, OwnerFile.Mode | UnixFileMode.UserExecute);
            }

            foreach (string file in FilePatterns.SelectMany(pattern => Directory.EnumerateFiles(Path, pattern)))
            {
                System.IO.File.SetUnixFileMode(file, OwnerFile.Mode);
            }
        }
        catch (UnauthorizedAccessException)
        {
            // The files are another user's, who gave this process the right to write them: their modes are that user's to choose.
        }
    }

    private void TryWrite()
    {
        using FileStream probe = new(
            File($".write-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 1, FileOptions.DeleteOnClose);
    }
}
