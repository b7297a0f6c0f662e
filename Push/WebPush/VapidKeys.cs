using System.Buffers.Text;
using System.Security.Cryptography;

namespace ImOrleans.Push.WebPush;

/// <summary>The pair of keys of this server, on the curve P-256.</summary>
internal static class VapidKeys
{
    private const int CoordinateBytes = 32;

    /// <summary>The first byte of a point that is not compressed.</summary>
    private const byte Uncompressed = 4;

    /// <returns>Null when the keys belong together; otherwise a sentence, which repeats neither.</returns>
    public static string? FindFault(string publicKey, string privateKey)
    {
        if (Decode(publicKey) is not [Uncompressed, ..] point || point.Length != 1 + (2 * CoordinateBytes))
        {
            return "PublicKey must be 65 bytes as base64url, of which the first is 4.";
        }

        if (Decode(privateKey) is not { Length: CoordinateBytes } secret)
        {
            return "PrivateKey must be 32 bytes as base64url.";
        }

        try
        {
            using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
            ECPoint own = key.ExportParameters(includePrivateParameters: false).Q;
            return point.AsSpan(1).SequenceEqual((byte[])[.. own.X!, .. own.Y!]) ? null : "PublicKey does not belong to PrivateKey.";
        }
        catch (CryptographicException)
        {
            return "PrivateKey is no key of the curve P-256.";
        }
    }

    /// <returns>Whether a browser can have made this key: a point of the curve, not compressed.</returns>
    public static bool IsPoint(string key)
    {
        if (Decode(key) is not [Uncompressed, ..] point || point.Length != 1 + (2 * CoordinateBytes))
        {
            return false;
        }

        try
        {
            using ECDiffieHellman other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..(1 + CoordinateBytes)], Y = point[(1 + CoordinateBytes)..] },
            });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <returns>Null when the text is no base64url.</returns>
    public static byte[]? Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
