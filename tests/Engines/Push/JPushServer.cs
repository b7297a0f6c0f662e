using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImOrleans.Engines.Push;

/// <summary>JPush API v3: checks basic authentication and messages.</summary>
public sealed class JPushServer : IAsyncDisposable
{
    public const string AppKey = "7d431e42dfa6a6d693ac2d04";
    public const string Secret = "5e987ac6d2e04d95a9d8f0d1";

    private JPushServer()
    {
    }

    public ProviderServer Server { get; private set; } = null!;

    public ConcurrentQueue<Received> Accepted { get; } = new();

    public ConcurrentDictionary<string, bool> Dead { get; } = new();

    public static async Task<JPushServer> StartAsync()
    {
        JPushServer jpush = new();
        jpush.Server = await ProviderServer.StartAsync(HttpProtocols.Http1, jpush.AnswerAsync);
        return jpush;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        string expected = $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{AppKey}:{Secret}"))}";
        if (request.Headers.GetValueOrDefault("Authorization") != expected)
        {
            await context.RefuseAsync(Server, StatusCodes.Status401Unauthorized, "authorization", Error(1004));
        }
        else if (FindFault(request) is { } fault)
        {
            await context.RefuseAsync(Server, StatusCodes.Status400BadRequest, fault, Error(1003));
        }
        else if (request.Body.GetProperty("audience").GetProperty("registration_id").EnumerateArray()
            .All(id => Dead.ContainsKey(id.GetString()!)))
        {
            await context.AnswerAsync(StatusCodes.Status400BadRequest, Error(1011));
        }
        else
        {
            Accepted.Enqueue(request);
            await context.AnswerAsync(StatusCodes.Status200OK, new { sendno = "0", msg_id = "18100287008546394" });
        }
    }

    private static string? FindFault(Received request)
    {
        if (request.Path != "/v3/push" || request.Body.ValueKind != JsonValueKind.Object)
        {
            return "path or body";
        }

        JsonElement body = request.Body;
        return body switch
        {
            _ when !body.TryGetProperty("platform", out _) || !body.TryGetProperty("audience", out _) => "platform or audience",
            _ when !body.TryGetProperty("notification", out _) && !body.TryGetProperty("message", out _) => "content",
            _ when body.GetProperty("options").GetProperty("time_to_live").GetInt64() is < 0 or > 864_000 => "time_to_live",
            _ => null,
        };
    }

    private static object Error(int code) => new { error = new { code, message = "" }, msg_id = 1 };
}
