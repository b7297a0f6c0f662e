using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Data;

/// <summary>The data folder as an absolute path. It exists and can be written to once this object does.</summary>
internal sealed class DataFolder
{
    public DataFolder(IOptions<DataOptions> options, IHostEnvironment environment)
    {
        Path = System.IO.Path.GetFullPath(options.Value.DataPath, environment.ContentRootPath);
        try
        {
            Directory.CreateDirectory(Path);
            TryWrite();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"Im:DataPath is '{options.Value.DataPath}', which is {Path}; it must be a folder that this process can create and write to ({e.Message})", e);
        }
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    private void TryWrite()
    {
        using FileStream probe = new(
            File($".write-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 1, FileOptions.DeleteOnClose);
    }
}
