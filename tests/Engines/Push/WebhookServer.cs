using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImOrleans.Engines.Push;

/// <summary>A receiver of the signed webhook. It checks the signature over time and body, and shows a repeated batch once.</summary>
public sealed class WebhookServer(string secret) : IAsyncDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> keys = new();

    public ProviderServer Server { get; private set; } = null!;

    /// <summary>Notifications that were shown, each once.</summary>
    public ConcurrentQueue<JsonElement> Shown { get; } = new();

    /// <summary>The idempotency keys of all requests that were signed rightly, repeated ones included.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    /// <summary>The results in the answer, for the receiver to say more than that all is well.</summary>
    public object[] Results { get; set; } = [];

    public int Status { get; set; } = StatusCodes.Status200OK;

    public static async Task<WebhookServer> StartAsync(string secret)
    {
        WebhookServer webhook = new(secret);
        webhook.Server = await ProviderServer.StartAsync(HttpProtocols.Http1, webhook.AnswerAsync);
        return webhook;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        string timestamp = request.Headers.GetValueOrDefault("X-Im-Timestamp", "");
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. request.Bytes];
        string expected = $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
        bool isFresh = long.TryParse(timestamp, CultureInfo.InvariantCulture, out long seconds)
            && (TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() < MaxAge;
        if (request.Headers.GetValueOrDefault("X-Im-Signature") != expected || !isFresh)
        {
            await context.RefuseAsync(Server, StatusCodes.Status401Unauthorized, "signature", new { });
            return;
        }

        if (Status >= StatusCodes.Status300MultipleChoices)
        {
            await context.AnswerAsync(Status, new { });
            return;
        }

        string key = request.Headers["Idempotency-Key"];
        Keys.Enqueue(key);
        if (keys.TryAdd(key, true))
        {
            foreach (JsonElement notification in request.Body.GetProperty("notifications").EnumerateArray())
            {
                Shown.Enqueue(notification);
            }
        }

        await context.AnswerAsync(Status, new { results = Results });
    }
}
