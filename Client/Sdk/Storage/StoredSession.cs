using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Client.Storage;

/// <summary>Whose store this is, and the tokens while somebody is signed in.</summary>
public sealed record StoredSession
{
    /// <summary>The user that everything in the store belongs to.</summary>
    public required string UserId { get; init; }

    /// <summary>This device; it stays after signing out, so that signing in again replaces it instead of adding one.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The name that was signed in with.</summary>
    public required string Username { get; init; }

    /// <summary>Good once. Null when nobody is signed in.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Null when nobody is signed in.</summary>
    public string? AccessToken { get; init; }

    /// <summary>When the access token ends, by the clock of this machine.</summary>
    public DateTimeOffset AccessTokenEndsAt { get; init; }

    /// <summary>Shows at the next sign-in that this device has signed in before; it stays after signing out.</summary>
    public string? DeviceSecret { get; init; }

    /// <summary>Of the refresh that was begun and not answered; null otherwise. Repeating it with this id is no theft.</summary>
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
