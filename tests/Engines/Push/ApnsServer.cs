using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Engines.Push;

/// <summary>
/// Apple Push Notification service, over HTTP/2: checks the provider token, the headers and what they say about the payload.
/// </summary>
public sealed class ApnsServer : IAsyncDisposable
{
    public const string Topic = "org.example.im";
    public const string TeamId = "TEAM000001";
    public const string KeyId = "KEY0000001";
    private const int MaxBytes = 4_096;
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, bool> seen = new();
    private readonly TimeProvider time;

    private ApnsServer(TimeProvider time) => this.time = time;

    public ProviderServer Server { get; private set; } = null!;

    public ConcurrentQueue<Received> Accepted { get; } = new();

    /// <summary>Device tokens that are not registered any more, since when.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Dead { get; } = new();

    /// <summary>Provider tokens that were used, the refused ones included.</summary>
    public int ProviderTokens => seen.Count;

    /// <summary>As a .p8 file has it.</summary>
    public string Key => key.ExportPkcs8PrivateKeyPem();

    /// <param name="time">For the age of provider tokens.</param>
    public static async Task<ApnsServer> StartAsync(TimeProvider? time = null)
    {
        ApnsServer apns = new(time ?? TimeProvider.System);
        apns.Server = await ProviderServer.StartAsync(HttpProtocols.Http2, apns.AnswerAsync);
        return apns;
    }

    public static string NewDevice() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        key.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        string device = request.Path.Split('/')[^1];
        if (await FindTokenFaultAsync(request) is { } tokenFault)
        {
            await context.RefuseAsync(Server, StatusCodes.Status403Forbidden, tokenFault, new { reason = tokenFault });
        }
        else if (FindFault(context, request) is { } fault)
        {
            int status = fault == "PayloadTooLarge" ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            await context.RefuseAsync(Server, status, fault, new { reason = fault });
        }
        else if (Dead.TryGetValue(device, out DateTimeOffset since))
        {
            await context.AnswerAsync(
                StatusCodes.Status410Gone, new { reason = "Unregistered", timestamp = since.ToUnixTimeMilliseconds() });
        }
        else
        {
            Accepted.Enqueue(request);
            context.Response.Headers["apns-id"] = request.Headers.GetValueOrDefault("apns-id", "");
        }
    }

    private async Task<string?> FindTokenFaultAsync(Received request)
    {
        if (request.Headers.GetValueOrDefault("authorization", "").Split(' ') is not ["bearer", string token])
        {
            return "MissingProviderToken";
        }

        seen[token] = true;
        JsonWebToken? read = await Signatures.ReadAsync(token, new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);
        if (read is null || read.Kid != KeyId || read.Issuer != TeamId || read.Number("iat") is not { } issuedAt)
        {
            return "InvalidProviderToken";
        }

        TimeSpan age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(issuedAt);
        return age > MaxAge || age < -TimeSpan.FromMinutes(1) ? "ExpiredProviderToken" : null;
    }

    private static string? FindFault(HttpContext context, Received request)
    {
        string type = request.Headers.GetValueOrDefault("apns-push-type", "");
        return request switch
        {
            _ when context.Request.Protocol != "HTTP/2" => "BadProtocol",
            _ when !request.Path.StartsWith("/3/device/", StringComparison.Ordinal) => "BadPath",
            _ when request.Headers.GetValueOrDefault("apns-topic") != Topic => "TopicDisallowed",
            _ when type is not ("alert" or "background") => "InvalidPushType",
            _ when request.Headers.GetValueOrDefault("apns-collapse-id", "").Length > 64 => "BadCollapseId",
            _ when !Guid.TryParseExact(request.Headers.GetValueOrDefault("apns-id"), "D", out _) => "BadMessageId",
            _ when !long.TryParse(request.Headers.GetValueOrDefault("apns-expiration"), out _) => "BadExpirationDate",
            _ when request.Headers.GetValueOrDefault("apns-priority") is not ("5" or "10") => "BadPriority",
            _ when request.Bytes.Length > MaxBytes => "PayloadTooLarge",
            _ when request.Body.ValueKind != JsonValueKind.Object || !request.Body.TryGetProperty("aps", out _) => "PayloadEmpty",
            _ when type == "background" && !IsBackground(request) => "BadPriority",
            _ => null,
        };
    }

    /// <summary>Priority 10 is an error; other members of <c>aps</c> make Apple drop the notification.</summary>
    private static bool IsBackground(Received request) =>
        request.Headers["apns-priority"] == "5"
        && request.Body.GetProperty("aps").EnumerateObject().Select(member => member.Name).SequenceEqual(["content-available"]);
}
