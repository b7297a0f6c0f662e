using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Engines.Push;

/// <summary>
/// A push service of a browser: it checks VAPID (RFC 8292) and the headers of RFC 8030. It cannot read the bodies; <see cref="Browser"/>
/// can.
/// </summary>
public sealed class WebPushServer : IAsyncDisposable
{
    private const int MaxBodyBytes = 4_096;
    private static readonly string[] Urgencies = ["very-low", "low", "normal", "high"];

    private readonly ConcurrentDictionary<string, int> gone = new();

    private WebPushServer()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        PublicKey = Base64Url.EncodeToString([4, .. parameters.Q.X!, .. parameters.Q.Y!]);
        PrivateKey = Base64Url.EncodeToString(parameters.D!);
    }

    public ProviderServer Server { get; private set; } = null!;

    /// <summary>The key pair of the application server that all subscriptions here are bound to, as base64url.</summary>
    public string PublicKey { get; }

    public string PrivateKey { get; }

    public ConcurrentQueue<Received> Accepted { get; } = new();

    public static async Task<WebPushServer> StartAsync()
    {
        WebPushServer push = new();
        push.Server = await ProviderServer.StartAsync(HttpProtocols.Http1, push.AnswerAsync);
        return push;
    }

    /// <param name="host">By which the browser names this server.</param>
    public Browser NewBrowser(string host = "127.0.0.1")
    {
        string path = $"/push/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        return new Browser(new UriBuilder(Server.Address) { Host = host, Path = path }.Uri.ToString());
    }

    /// <summary>The subscription ends.</summary>
    /// <param name="status">404 or 410.</param>
    public void End(Browser browser, int status) => gone[new Uri(browser.Endpoint).AbsolutePath] = status;

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        if (gone.TryGetValue(request.Path, out int status))
        {
            await context.AnswerAsync(status, new { });
        }
        else if (await FindVapidFaultAsync(context, request) is { } vapidFault)
        {
            await context.RefuseAsync(Server, StatusCodes.Status403Forbidden, vapidFault, new { });
        }
        else if (request.Bytes.Length > MaxBodyBytes)
        {
            await context.RefuseAsync(Server, StatusCodes.Status413PayloadTooLarge, "body", new { });
        }
        else if (FindHeaderFault(request) is { } fault)
        {
            await context.RefuseAsync(Server, StatusCodes.Status400BadRequest, fault, new { });
        }
        else
        {
            Accepted.Enqueue(request);
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = "/message/1";
        }
    }

    private static string? FindHeaderFault(Received request) => request.Headers switch
    {
        var headers when !long.TryParse(headers.GetValueOrDefault("TTL"), out long seconds) || seconds < 0 => "ttl",
        var headers when headers.GetValueOrDefault("Content-Encoding") != "aes128gcm" => "content-encoding",
        var headers when headers.TryGetValue("Topic", out string? topic) && !IsTopic(topic) => "topic",
        var headers when headers.TryGetValue("Urgency", out string? urgency) && !Urgencies.Contains(urgency) => "urgency",
        _ => null,
    };

    private static bool IsTopic(string topic) =>
        topic.Length is > 0 and <= 32 && topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The audience is the origin of the service, without the port: the library of the senders leaves it out.</summary>
    private async Task<string?> FindVapidFaultAsync(HttpContext context, Received request)
    {
        string[] parts = request.Headers.GetValueOrDefault("Authorization", "").Split(' ', ',');
        if (parts is not ["vapid", ['t', '=', .. string token], "", ['k', '=', .. string key]] || key != PublicKey)
        {
            return "authorization";
        }

        byte[] point = Base64Url.DecodeFromChars(key);
        using ECDsa signer = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        if (await Signatures.ReadAsync(token, new ECDsaSecurityKey(signer), SecurityAlgorithms.EcdsaSha256) is not { } read)
        {
            return "signature";
        }

        long left = (read.Number(JwtRegisteredClaimNames.Exp) ?? 0) - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return read switch
        {
            _ when !read.Audiences.SequenceEqual([$"{context.Request.Scheme}://{context.Request.Host.Host}"]) => "audience",
            _ when left <= 0 || left > TimeSpan.FromHours(24).TotalSeconds => "expiry",
            _ when read.Subject?.StartsWith("mailto:", StringComparison.Ordinal) is not true => "subject",
            _ => null,
        };
    }
}
