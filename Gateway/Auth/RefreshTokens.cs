using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>Refresh tokens as they travel.</summary>
internal sealed class RefreshTokens(SigningKeyRing keys, IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly SealedText seal = new(keys, "imorleans refresh token");

    public string Write(string userId, string sessionId, int generation) =>
        seal.Write(new RefreshToken(userId, sessionId, generation, time.GetUtcNow()).ToString());

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidToken"/> when it is malformed, forged or too old.</exception>
    public RefreshToken Read(string token)
    {
        RefreshToken read = Verify(token) ?? throw new ImException(ErrorCode.InvalidToken, "This server did not issue this refresh token.");
        return IsFresh(read) ? read : throw new ImException(ErrorCode.InvalidToken, "The refresh token has expired. Sign in again.");
    }

    /// <returns>Null when <see cref="Read"/> would refuse it.</returns>
    public RefreshToken? Find(string token) => Verify(token) is { } read && IsFresh(read) ? read : null;

    /// <summary>
    /// One of the future is believed: the clock was ahead when it was written, and its device must not be signed out for that.
    /// </summary>
    private RefreshToken? Verify(string token) =>
        seal.Read(token) is var (text, key) && RefreshToken.Parse(text) is { } read && keys.MayHaveSigned(key, read.IssuedAt) ? read : null;

    private bool IsFresh(RefreshToken token) => time.GetUtcNow() - token.IssuedAt < options.Value.RefreshTokenLifetime;
}
