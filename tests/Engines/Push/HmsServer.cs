using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImOrleans.Engines.Push;

/// <summary>Huawei Push Kit v1 and its OAuth: checks client credentials, access tokens and messages.</summary>
public sealed class HmsServer : IAsyncDisposable
{
    public const string AppId = "100000001";
    public const string Secret = "hms-client-secret";
    private const int MaxBytes = 4_096;

    private readonly ConcurrentDictionary<string, bool> issued = new();

    private HmsServer()
    {
    }

    public ProviderServer Server { get; private set; } = null!;

    public ProviderServer Tokens { get; private set; } = null!;

    public ConcurrentQueue<Received> Accepted { get; } = new();

    public ConcurrentDictionary<string, bool> Dead { get; } = new();

    public static async Task<HmsServer> StartAsync()
    {
        HmsServer hms = new();
        hms.Server = await ProviderServer.StartAsync(HttpProtocols.Http1, hms.SendAsync);
        hms.Tokens = await ProviderServer.StartAsync(HttpProtocols.Http1, hms.ExchangeAsync);
        return hms;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Tokens.DisposeAsync();
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] != "client_credentials" || form["client_id"] != AppId || form["client_secret"] != Secret)
        {
            await context.RefuseAsync(
                Tokens, StatusCodes.Status400BadRequest, "client", new { error = 1101, error_description = "invalid client" });
            return;
        }

        string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        issued[token] = true;
        await context.AnswerAsync(StatusCodes.Status200OK, new { access_token = token, expires_in = 3_600, token_type = "Bearer" });
    }

    private async Task SendAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        string token = request.Headers.GetValueOrDefault("Authorization", "").Replace("Bearer ", "", StringComparison.Ordinal);
        if (!issued.ContainsKey(token))
        {
            await context.RefuseAsync(Server, StatusCodes.Status401Unauthorized, "authorization", Code("80200003", "OAuth token expired"));
        }
        else if (FindFault(request) is { } fault)
        {
            await context.RefuseAsync(Server, StatusCodes.Status400BadRequest, fault, Code("80100003", "illegal payload"));
        }
        else
        {
            Accepted.Enqueue(request);
            await context.AnswerAsync(StatusCodes.Status200OK, Judge(request));
        }
    }

    private object Judge(Received request)
    {
        JsonElement tokens = request.Body.GetProperty("message").GetProperty("token");
        string[] devices = [.. tokens.EnumerateArray().Select(device => device.GetString()!)];
        string[] dead = [.. devices.Where(Dead.ContainsKey)];
        return dead.Length == 0 ? Code("80000000", "Success")
            : dead.Length == devices.Length ? Code("80300007", "All tokens are invalid")
            : Code(
                "80100000",
                JsonSerializer.Serialize(new { success = devices.Length - dead.Length, failure = dead.Length, illegal_tokens = dead }));
    }

    private static string? FindFault(Received request)
    {
        if (request.Path != $"/v1/{AppId}/messages:send" || request.Body.ValueKind != JsonValueKind.Object)
        {
            return "path or body";
        }

        JsonElement message = request.Body.GetProperty("message");
        int devices = message.GetProperty("token").EnumerateArray().Sum(device => device.GetString()!.Length + 3);
        return message switch
        {
            _ when request.Bytes.Length - devices > MaxBytes => "size",
            _ when message.GetProperty("data").ValueKind != JsonValueKind.String => "data",
            _ when message.GetProperty("android").TryGetProperty("notification", out JsonElement notification)
                && !notification.TryGetProperty("click_action", out _) => "click_action",
            _ => null,
        };
    }

    private static object Code(string code, string msg) => new { code, msg, requestId = "1" };
}
