using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>Refresh tokens as they travel: base64url of the text and its HMAC-SHA256.</summary>
internal sealed class RefreshTokens(SigningKeys keys, IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>Far above any token that was ever written; what is longer is not worth decoding.</summary>
    private const int MaximumLength = 512;

    /// <summary>The first one signs.</summary>
    private readonly byte[][] macKeys = [.. keys.All.Select(key => key.Derive("imorleans refresh token"))];

    public string Write(string userId, string sessionId, int generation)
    {
        byte[] text = Encoding.UTF8.GetBytes(new RefreshToken(userId, sessionId, generation, time.GetUtcNow()).ToString());
        return Base64Url.EncodeToString([.. text, .. HMACSHA256.HashData(macKeys[0], text)]);
    }

    /// <exception cref="ImException"><see cref="ErrorCode.InvalidToken"/> when it is malformed, forged or too old.</exception>
    public RefreshToken Read(string token)
    {
        RefreshToken read = Verify(token) ?? throw new ImException(ErrorCode.InvalidToken, "This is not a refresh token of this server.");
        return time.GetUtcNow() - read.IssuedAt < options.Value.RefreshTokenLifetime
            ? read
            : throw new ImException(ErrorCode.InvalidToken, "The refresh token has expired. Sign in again.");
    }

    private RefreshToken? Verify(string token)
    {
        Span<byte> bytes = stackalloc byte[MaximumLength];
        if (token.Length > MaximumLength || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out int length))
        {
            return null;
        }

        int textLength = length - HMACSHA256.HashSizeInBytes;
        if (textLength <= 0)
        {
            return null;
        }

        ReadOnlySpan<byte> text = bytes[..textLength];
        bool genuine = false;
        foreach (byte[] macKey in macKeys)
        {
            genuine |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(macKey, text), bytes[textLength..length]);
        }

        return genuine ? RefreshToken.Parse(Encoding.UTF8.GetString(text)) : null;
    }
}
