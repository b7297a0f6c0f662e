using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Gateway.Auth;

/// <summary>Text that only this server can have written, as it travels: base64url of the text and its HMAC-SHA256. Each use has keys of its own.</summary>
internal sealed class SealedText(SigningKeys keys, string use)
{
    /// <summary>Far above anything that was ever written; what is longer is not worth decoding.</summary>
    private const int MaximumLength = 512;

    /// <summary>The first one signs.</summary>
    private readonly byte[][] macKeys = [.. keys.All.Select(key => key.Derive(use))];

    public string Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Base64Url.EncodeToString([.. bytes, .. HMACSHA256.HashData(macKeys[0], bytes)]);
    }

    /// <returns>Null when it was not written here, or for another use.</returns>
    public string? Read(string written)
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
        bool genuine = false;
        foreach (byte[] macKey in macKeys)
        {
            genuine |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(macKey, text), bytes[textLength..length]);
        }

        return genuine ? Encoding.UTF8.GetString(text) : null;
    }
}
