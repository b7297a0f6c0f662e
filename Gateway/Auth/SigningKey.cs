using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Gateway.Auth;

/// <summary>The secret that proves a token is ours. Each further use takes a key derived for it alone.</summary>
internal sealed class SigningKey
{
    public const int MinimumBytes = 32;

    /// <summary>Of 32 random bytes about 30 differ. So few different bytes are a pattern or a word, never chance.</summary>
    private const int MinimumDifferentBytes = 12;

    private readonly byte[] secret;

    public SigningKey(byte[] secret, DateTimeOffset addedAt = default)
    {
        (this.secret, AddedAt) = (secret, addedAt);
        Id = Base64UrlEncoder.Encode(Derive("imorleans key id")[..9]);
        ForAccessTokens = new SymmetricSecurityKey(secret) { KeyId = Id };
        ForOperatorTokens = new SymmetricSecurityKey(Derive("imorleans operator token")) { KeyId = Id };
    }

    /// <summary>Identifies the key in logs and token headers. It reveals nothing of the key.</summary>
    public string Id { get; }

    /// <summary>The key before it signs nothing more than an overlap later.</summary>
    public DateTimeOffset AddedAt { get; }

    public SymmetricSecurityKey ForAccessTokens { get; }

    public SymmetricSecurityKey ForOperatorTokens { get; }

    public byte[] Derive(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes(use));

    /// <returns>Null when it is not base64, too short for a key, or too uniform to be random.</returns>
    public static byte[]? Decode(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length)
            && length >= MinimumBytes && bytes[..length].Distinct().Count() >= MinimumDifferentBytes
            ? bytes[..length]
            : null;
    }
}
