using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Gateway.Auth;

/// <summary>The secret that proves a token is ours. Each further use takes a key derived for it alone.</summary>
internal sealed class SigningKey
{
    public const int MinimumBytes = 32;

    private readonly byte[] secret;

    public SigningKey(byte[] secret)
    {
        this.secret = secret;
        Id = Base64UrlEncoder.Encode(Derive("imorleans key id")[..9]);
    }

    /// <summary>Tells keys apart in logs and token headers, and tells nothing about the key.</summary>
    public string Id { get; }

    public SymmetricSecurityKey ForAccessTokens => new(secret) { KeyId = Id };

    public SymmetricSecurityKey ForOperatorTokens => new(Derive("imorleans operator token")) { KeyId = Id };

    public byte[] Derive(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes(use));

    /// <returns>Null when it is not base64, or too short to be a key.</returns>
    public static byte[]? Decode(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) && length >= MinimumBytes ? bytes[..length] : null;
    }
}
