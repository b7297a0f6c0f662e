using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ImOrleans.Push.Sending;

/// <summary>A JSON Web Token in its compact form (RFC 7519, RFC 7515).</summary>
internal static class SignedToken
{
    /// <param name="sign">Signs the bytes of header and claims, by the algorithm that the header names.</param>
    public static string Write(Action<Utf8JsonWriter> header, Action<Utf8JsonWriter> claims, Func<byte[], byte[]> sign)
    {
        string signed = $"{Base64Url.EncodeToString(Object(header))}.{Base64Url.EncodeToString(Object(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static byte[] Object(Action<Utf8JsonWriter> members) => Payload.Write(writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    });
}
