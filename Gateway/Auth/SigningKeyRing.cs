using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>
/// The signing keys as they are now. The date of a file is checked for each token. So a key that was rotated or revoked by a
/// command beside the server counts at once, without a restart.
/// </summary>
/// <param name="look">At the file that changes when the keys do.</param>
/// <param name="read">Never called twice at once.</param>
internal sealed partial class SigningKeyRing(
    Func<FileStamp> look, Func<SigningKeys> read, IOptions<AuthOptions> options, ILogger<SigningKeyRing> logger)
{
    private readonly Lock gate = new();
    private Reading? last;

    /// <exception cref="StartupException">At the first reading, when there is no key to sign with.</exception>
    public SigningKeys Current
    {
        get
        {
            FileStamp stamp = look();
            Reading? known = Volatile.Read(ref last);
            return known?.Stamp == stamp ? known.Keys : Read(stamp);
        }
    }

    /// <summary>The configured keys without those that were revoked since; in Development without any, those of the data folder.</summary>
    public static SigningKeyRing Open(IServiceProvider provider)
    {
        IOptions<AuthOptions> options = provider.GetRequiredService<IOptions<AuthOptions>>();
        ILogger<SigningKeyRing> logger = provider.GetRequiredService<ILogger<SigningKeyRing>>();
        DateTimeOffset startedAt = provider.GetRequiredService<TimeProvider>().GetUtcNow();
        if (SigningKeys.Decode(options.Value.SigningKey, startedAt) is { } configured)
        {
            RevokedKeys revoked = provider.GetRequiredService<RevokedKeys>();
            return new SigningKeyRing(() => FileStamp.Of(revoked.Path), () => configured.Without(revoked.Read()), options, logger);
        }

        // A file that disappears while the server runs is not created again, because a new key would sign out all users.
        SigningKeyFile file = provider.GetRequiredService<SigningKeyFile>();
        Func<SigningKeys> read = file.ReadOrCreate;
        return new SigningKeyRing(() => FileStamp.Of(file.Path), () => Interlocked.Exchange(ref read, file.Read)(), options, logger);
    }

    /// <summary>Whether the key may have signed what it signed: one that was replaced signs nothing after the overlap.</summary>
    public bool MayHaveSigned(SigningKey key, DateTimeOffset issuedAt) =>
        Current.ReplacedAt(key) is not { } replacedAt || issuedAt <= replacedAt + options.Value.RotationOverlap;

    private SigningKeys Read(FileStamp stamp)
    {
        lock (gate)
        {
            if (last?.Stamp == stamp)
            {
                return last.Keys;
            }

            SigningKeys keys;
            try
            {
                keys = read();
            }
            catch (Exception e) when (last is not null && e is StartupException or IOException or UnauthorizedAccessException)
            {
                LogUnreadable(e.Message);
                keys = last!.Keys;
            }

            // The stamp was taken before the file was read: a later change of the file is found next time.
            Volatile.Write(ref last, new Reading(stamp, keys));
            return keys;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The signing keys could not be read again; the previous ones stay in force. Check the data folder. {Reason}")]
    private partial void LogUnreadable(string reason);

    private sealed record Reading(FileStamp Stamp, SigningKeys Keys);
}

/// <summary>When and how long a file is, to notice that it was replaced.</summary>
internal readonly record struct FileStamp(DateTime WrittenAt, long Length)
{
    public static FileStamp Of(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }
}
