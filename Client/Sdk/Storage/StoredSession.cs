using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Client.Storage;

/// <summary>The owner of the store, and the tokens of the session while there is one.</summary>
public sealed record StoredSession
{
    /// <summary>The user that everything in the store belongs to.</summary>
    public required string UserId { get; init; }

    /// <summary>This device; it stays after signing out, so that signing in again replaces it instead of adding one.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The name that was signed in with.</summary>
    public required string Username { get; init; }

    /// <summary>Can be used once. Null without a session.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Null without a session.</summary>
    public string? AccessToken { get; init; }

    /// <summary>When the access token ends, by the clock of this machine.</summary>
    public DateTimeOffset AccessTokenEndsAt { get; init; }

    /// <summary>Shows at the next sign-in that this device has signed in before; it stays after signing out.</summary>
    public string? DeviceSecret { get; init; }

    /// <summary>
    /// The id of a refresh that was begun and not answered; null otherwise. The server accepts a repetition with the same id.
    /// </summary>
    public string? RetryId { get; init; }

    internal static StoredSession Of(SessionReply reply, string username, DateTimeOffset endsAt) => new()
    {
        UserId = reply.UserId,
        DeviceId = reply.DeviceId,
        Username = username,
        RefreshToken = reply.RefreshToken,
        AccessToken = reply.AccessToken,
        AccessTokenEndsAt = endsAt,
        DeviceSecret = reply.DeviceSecret,
    };

    /// <summary>Without secrets: records print all that they hold, and this one ends up in logs.</summary>
    public override string ToString() => $"{Username} on {DeviceId}{(RefreshToken is null ? ", signed out" : "")}";
}
