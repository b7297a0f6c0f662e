using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImOrleans.Engines.Push;

/// <summary>Getui REST API v2: checks the signed exchange, access tokens and messages, and takes each request id once.</summary>
public sealed class GetuiServer : IAsyncDisposable
{
    public const string AppId = "aB3dE6gH9";
    public const string AppKey = "kEy4kEy5kEy6";
    public const string Secret = "getui-master-secret";
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, bool> issued = new();
    private readonly ConcurrentDictionary<string, bool> taken = new();

    private GetuiServer()
    {
    }

    public ProviderServer Server { get; private set; } = null!;

    /// <summary>Each request id once.</summary>
    public ConcurrentQueue<Received> Accepted { get; } = new();

    public ConcurrentDictionary<string, bool> Dead { get; } = new();

    /// <summary>The time to live of issued tokens.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Exchanges that succeeded.</summary>
    public int Exchanges => issued.Count;

    public static async Task<GetuiServer> StartAsync()
    {
        GetuiServer getui = new();
        getui.Server = await ProviderServer.StartAsync(HttpProtocols.Http1, getui.AnswerAsync);
        return getui;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        Task answered = request.Path switch
        {
            $"/v2/{AppId}/auth" => ExchangeAsync(context, request),
            $"/v2/{AppId}/push/single/cid" => SendAsync(context, request),
            _ => context.RefuseAsync(Server, StatusCodes.Status404NotFound, "path", Code(404)),
        };
        await answered;
    }

    private Task ExchangeAsync(HttpContext context, Received request)
    {
        string timestamp = request.Body.GetProperty("timestamp").GetString()!;
        string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AppKey + timestamp + Secret)));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset signedAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        bool isFresh = (now - signedAt).Duration() < MaxAge;
        if (request.Body.GetProperty("sign").GetString() != expected
            || request.Body.GetProperty("appkey").GetString() != AppKey
            || !isFresh)
        {
            return context.RefuseAsync(Server, StatusCodes.Status400BadRequest, "sign", Code(10002));
        }

        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        issued[token] = true;
        return context.AnswerAsync(StatusCodes.Status200OK, new
        {
            code = 0,
            msg = "success",
            data = new { expire_time = (now + Lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), token },
        });
    }

    private Task SendAsync(HttpContext context, Received request)
    {
        if (!issued.ContainsKey(request.Headers.GetValueOrDefault("token", "")))
        {
            return context.RefuseAsync(Server, StatusCodes.Status401Unauthorized, "token", Code(10001));
        }

        if (FindFault(request.Body) is { } fault)
        {
            return context.RefuseAsync(Server, StatusCodes.Status400BadRequest, fault, Code(400));
        }

        string device = request.Body.GetProperty("audience").GetProperty("cid")[0].GetString()!;
        if (Dead.ContainsKey(device))
        {
            return context.AnswerAsync(StatusCodes.Status400BadRequest, Code(20001));
        }

        if (taken.TryAdd(request.Body.GetProperty("request_id").GetString()!, true))
        {
            Accepted.Enqueue(request);
        }

        return context.AnswerAsync(StatusCodes.Status200OK, new
        {
            code = 0,
            msg = "success",
            data = new Dictionary<string, object> { ["RASS_1"] = new Dictionary<string, string> { [device] = "successed_offline" } },
        });
    }

    private static string? FindFault(JsonElement body) => body switch
    {
        _ when body.GetProperty("request_id").GetString()!.Length is < 10 or > 32 => "request_id",
        _ when body.GetProperty("audience").GetProperty("cid").GetArrayLength() != 1 => "cid",
        _ when body.GetProperty("settings").GetProperty("ttl").GetInt64() is < 0 or > 259_200_000 => "ttl",
        _ when !body.GetProperty("push_message").TryGetProperty("notification", out _) => null,
        _ => FindTextFault(body.GetProperty("push_message").GetProperty("notification")),
    };

    private static string? FindTextFault(JsonElement notification) => notification switch
    {
        _ when notification.GetProperty("title").GetString()!.Length is 0 or > 50 => "title",
        _ when notification.GetProperty("body").GetString()!.Length > 256 => "body",
        _ => null,
    };

    private static object Code(int code) => new { code, msg = "" };
}
