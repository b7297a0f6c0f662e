using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Gateway.Auth;

/// <summary>Text that only this server can have written, as it travels: base64url of the text and its HMAC-SHA256. Each use has keys of its own.</summary>
internal sealed class SealedText(SigningKeyRing keys, string use)
{
    /// <summary>Far above anything that was ever written; what is longer is not worth decoding.</summary>
    private const int MaximumLength = 512;

    public string Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Base64Url.EncodeToString([.. bytes, .. HMACSHA256.HashData(keys.Current.Current.Derive(use), bytes)]);
    }

    /// <returns>The text, and the key that it was sealed with; null when it was not written here, or for another use.</returns>
    public (string Text, SigningKey Key)? Read(string written)
    {
        Span<byte> bytes = stackalloc byte[MaximumLength];
        if (written.Length > MaximumLength || !Base64Url.IsValid(written) || !Base64Url.TryDecodeFromChars(written, bytes, out int length))
        {
            return null;
        }

        int textLength = length - HMACSHA256.HashSizeInBytes;
        if (textLength <= 0)
        {
            return null;
        }

        ReadOnlySpan<byte> text = bytes[..textLength];
        SigningKey? genuine = null;
        foreach (SigningKey key in keys.Current.All)
        {
            bool isOurs = CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key.Derive(use), text), bytes[textLength..length]);
            genuine = isOurs ? key : genuine;
        }

        return genuine is null ? null : (Encoding.UTF8.GetString(text), genuine);
    }
}
