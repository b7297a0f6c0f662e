using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImOrleans.EndToEndTests.Running;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>Access tokens that were never handed out, made with the server's own key from one that was.</summary>
public sealed class Tokens(SiloProcess silo, string genuine)
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    private readonly byte[] key = Convert.FromBase64String(File.ReadLines(Path.Combine(silo.DataPath, "signing.key")).First().Split(' ')[^1]);

    /// <summary>The claims and the signature are right: it must pass, or the others prove nothing.</summary>
    public string Genuine => Sign("HS256", _ => { }, key);

    public IEnumerable<string> Bad =>
    [
        "garbage",
        "a.b.c",
        genuine[..^4],
        genuine + "x",
        Sign("HS256", claims => claims["exp"] = Now - (long)AnHour.TotalSeconds, key),
        Sign("HS256", claims => claims.Remove("exp"), key),
        Sign("HS256", claims => claims.Remove("sid"), key),
        Sign("HS256", claims => claims["iss"] = "somebody", key),
        Sign("HS256", claims => claims["aud"] = "somebody", key),
        Sign("HS256", _ => { }, RandomNumberGenerator.GetBytes(64)),
        Sign("HS512", _ => { }, key),
        Sign("none", _ => { }, key),
        Sign("none", _ => { }, key).Split('.') switch { var parts => $"{parts[0]}.{parts[1]}." },
    ];

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private string Sign(string algorithm, Action<JsonObject> change, byte[] with)
    {
        JsonObject claims = JsonNode.Parse(Base64Url.DecodeFromChars(genuine.Split('.')[1]))!.AsObject();
        change(claims);
        string content = $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        byte[] text = Encoding.ASCII.GetBytes(content);
        byte[] mac = algorithm == "HS512" ? HMACSHA512.HashData(with, text) : HMACSHA256.HashData(with, text);
        return $"{content}.{Base64Url.EncodeToString(mac)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
