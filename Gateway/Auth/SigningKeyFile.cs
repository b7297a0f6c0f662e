using System.Security.Cryptography;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// The keys of a development machine: made once and kept in the data folder, so that a restart signs no user out. A line for each key, the
/// newest first, which signs: the time when it was added, and its secret.
/// </summary>
internal sealed class SigningKeyFile(DataFolder folder, IOptions<AuthOptions> options, TimeProvider time)
{
    private const int Bytes = 64;

    private readonly string path = folder.File("signing.key");

    public string Path => path;

    public SigningKeys ReadOrCreate()
    {
        if (!File.Exists(path))
        {
            // Without overwriting: two processes that start at once end with one key, never with half of one.
            Write([NewLine()], overwrite: false);
        }

        return Read();
    }

    public SigningKeys Read() => new([.. ReadLines().Select(line => line.Key)]);

    /// <summary>Adds a key, which signs from now on. Keys whose last token has expired are dropped.</summary>
    public SigningKeys Rotate()
    {
        List<SigningKeyLine> lines = [NewLine(), .. File.Exists(path) ? ReadLines() : []];
        for (int older = lines.Count - 1; older > 0; older--)
        {
            // A key signed its last token when its successor was added.
            if (time.GetUtcNow() - lines[older - 1].AddedAt > options.Value.RefreshTokenLifetime)
            {
                lines.RemoveAt(older);
            }
        }

        Write(lines, overwrite: true);
        return new SigningKeys([.. lines.Select(line => line.Key)]);
    }

    /// <summary>Keeps the key that signs, and no other.</summary>
    public void Revoke() => Write(ReadLines()[..1], overwrite: true);

    private SigningKeyLine NewLine() => new(time.GetUtcNow(), RandomNumberGenerator.GetBytes(Bytes));

    private List<SigningKeyLine> ReadLines()
    {
        SigningKeyLine?[] lines = [.. File.ReadAllLines(path).Where(line => line.Trim().Length > 0).Select(SigningKeyLine.Parse)];
        return lines.Length > 0 && Array.TrueForAll(lines, line => line is not null)
            ? [.. lines.Select(line => line!)]
            : throw new StartupException($"{path} holds no signing key. If you delete the file, a new key is made and all users have to sign in again.");
    }

    /// <summary>Writes another file and moves it into place, so that no reader sees half of it.</summary>
    private void Write(IReadOnlyList<SigningKeyLine> lines, bool overwrite)
    {
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        File.Delete(draft);
        FileStreamOptions file = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (StreamWriter writer = new(draft, file))
        {
            lines.ToList().ForEach(line => writer.WriteLine(line));
        }

        try
        {
            File.Move(draft, path, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            // The other process was first: its key is the key.
            File.Delete(draft);
        }
    }
}
