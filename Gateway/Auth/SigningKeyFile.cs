using System.Security.Cryptography;
using ImOrleans.Gateway.Hosting;

namespace ImOrleans.Gateway.Auth;

/// <summary>The key of a development machine: made once, kept in the data folder so that a restart signs nobody out.</summary>
internal sealed class SigningKeyFile(DataFolder folder)
{
    private const int Bytes = 64;

    private readonly string path = folder.File("signing.key");

    public SigningKey ReadOrCreate()
    {
        if (!File.Exists(path))
        {
            Create();
        }

        byte[] secret = SigningKey.Decode(File.ReadAllText(path).Trim())
            ?? throw new StartupException($"{path} holds no signing key; delete it to have a new one made, which signs everybody out.");
        return new SigningKey(secret);
    }

    /// <summary>Written aside and moved into place without overwriting: two processes that start at once end with one key, never with half of one.</summary>
    private void Create()
    {
        string draft = $"{path}.{Environment.ProcessId}.tmp";
        File.Delete(draft);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (StreamWriter writer = new(draft, options))
        {
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
        }

        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The other process was first: its key is the key.
            File.Delete(draft);
        }
    }
}
