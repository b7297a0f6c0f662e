using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.ServiceDefaults.Data;

/// <summary>
/// The exclusive lock of the silo role on its data folder: the file <c>silo.lock</c>, locked by the operating system. It ends with the
/// process, also by <c>kill -9</c>, so a file that is left behind locks nothing. Gateways, <c>check</c> and <c>keys</c> do not take it.
/// </summary>
internal sealed class SiloLock : IDisposable
{
    /// <summary>The file, in the data folder.</summary>
    public const string Name = "silo.lock";

    private readonly FileStream file;

    private SiloLock(FileStream file) => this.file = file;

    /// <summary>Locks the folder before any store in it is opened.</summary>
    /// <exception cref="StartupException">Another process holds the lock.</exception>
    public static SiloLock Take(DataFolder folder)
    {
        try
        {
            return Open(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"Im:DataPath is {folder.Path}, and its {Name} cannot be locked: another silo uses this folder. "
                + $"Stop that silo or choose another folder. ({e.Message})",
                e);
        }
    }

    /// <returns>Null when another process holds the lock, which is a silo that runs.</returns>
    public static SiloLock? TryTake(DataFolder folder)
    {
        try
        {
            return Open(folder);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>FileShare.None is flock(LOCK_EX) on Unix. .NET opens files with O_CLOEXEC, so no child process inherits the lock.</summary>
    private static SiloLock Open(DataFolder folder) => new(OwnerFile.Open(folder.File(Name), FileShare.None));

    public void Dispose() => file.Dispose();
}
