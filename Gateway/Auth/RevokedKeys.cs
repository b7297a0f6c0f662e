using ImOrleans.ServiceDefaults.Data;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// Keys of the configuration that are not to be believed any more, by id, a line for each: a running process cannot change its configuration,
/// but it can look at a file in the data folder.
/// </summary>
internal sealed class RevokedKeys(DataFolder folder)
{
    public string Path { get; } = folder.File("signing.revoked");

    public string[] Read() => File.Exists(Path) ? [.. File.ReadAllLines(Path).Select(line => line.Trim())] : [];

    /// <summary>Written aside and moved into place, so that nobody reads half of it.</summary>
    /// <param name="ids">Of the keys that are configured, so that the list grows no longer than those.</param>
    public void Write(IEnumerable<string> ids)
    {
        string draft = $"{Path}.{Environment.ProcessId}.tmp";
        File.WriteAllLines(draft, ids);
        File.Move(draft, Path, overwrite: true);
    }
}
