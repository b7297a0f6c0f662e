using System.Globalization;

namespace ImOrleans.Gateway.Auth;

/// <summary>The content of a refresh token. The owner of the session knows which generation is unspent.</summary>
internal sealed record RefreshToken(string UserId, string SessionId, int Generation, DateTimeOffset IssuedAt)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{UserId}.{SessionId}.{Generation}.{IssuedAt.ToUnixTimeSeconds()}");

    /// <summary>Ids hold no dot, so the four parts are unambiguous.</summary>
    public static RefreshToken? Parse(string text) =>
        text.Split('.') is [var userId, var sessionId, var generation, var issuedAt]
            && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && long.TryParse(issuedAt, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? new RefreshToken(userId, sessionId, number, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
}
