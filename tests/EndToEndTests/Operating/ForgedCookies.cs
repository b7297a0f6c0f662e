using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImOrleans.EndToEndTests.Running;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>Cookies that were never handed out, made with the server's own secret from a token that was.</summary>
public sealed class ForgedCookies(SiloProcess silo, string token)
{
    private readonly byte[] secret = Convert.FromBase64String(File.ReadLines(Path.Combine(silo.DataPath, "signing.key")).First().Split(' ')[^1]);

    /// <summary>For the session of the token, whatever it is a token of: it must pass for that session, or the others prove nothing.</summary>
    public string Right => Sign(_ => { }, OperatorKey);

    public IEnumerable<string> Wrong =>
    [
        "garbage",
        "a.b.c",
        "%0d%0aSet-Cookie:%20a=b",
        new string('x', 10_000),
        Right[..^4],
        Sign(claims => claims["exp"] = 1_000_000_000, OperatorKey),
        Sign(claims => claims.Remove("exp"), OperatorKey),
        Sign(claims => claims["aud"] = "imorleans", OperatorKey),
        Sign(claims => claims["iss"] = "somebody", OperatorKey),
        Sign(claims => claims.Remove("sid"), OperatorKey),
        Sign(_ => { }, secret),
        Sign(_ => { }, RandomNumberGenerator.GetBytes(32)),
        Sign(_ => { }, OperatorKey, "none"),
        $"{Sign(_ => { }, OperatorKey, "none").Split('.') switch { var parts => $"{parts[0]}.{parts[1]}." }}",
    ];

    private byte[] OperatorKey => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "imorleans operator token"u8.ToArray());

    private string Sign(Action<JsonObject> change, byte[] key, string algorithm = "HS256")
    {
        JsonObject claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
        claims["aud"] = "imorleans-operators";
        change(claims);
        string content = $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
