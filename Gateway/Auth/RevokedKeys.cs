using ImOrleans.ServiceDefaults.Data;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// The ids of configured keys that are not trusted any more, a line for each. A running process cannot change its configuration, but it can
/// read a file in the data folder.
/// </summary>
internal sealed class RevokedKeys(DataFolder folder)
{
    public string Path { get; } = folder.File("signing.revoked");

    public string[] Read() => File.Exists(Path) ? [.. File.ReadAllLines(Path).Select(line => line.Trim())] : [];

    /// <summary>Writes another file and moves it into place, so that no reader sees half of it.</summary>
    /// <param name="ids">Ids of configured keys only, which bounds the list.</param>
    public void Write(IEnumerable<string> ids)
    {
        string draft = $"{Path}.{Environment.ProcessId}.tmp";
        File.WriteAllLines(draft, ids);
        File.Move(draft, Path, overwrite: true);
    }
}
