using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.Webhook;

/// <summary>
/// Posts a batch of notifications as JSON, signed by HMAC-SHA256. A repeated batch has the idempotency key of the first one; each
/// notification has its own id too.
/// </summary>
internal sealed class WebhookSender(
    PushTransport transport, IOptions<WebhookOptions> options, CredentialFaults credentials, TimeProvider time) : IPushSender
{
    public const string Client = "push-webhook";
    public const string TimestampHeader = "X-Im-Timestamp";
    public const string SignatureHeader = "X-Im-Signature";
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Of the texts of one notification, as for all providers.</summary>
    private const int MaxBytes = 4_096;
    private const int KeyBytes = 16;

    private readonly byte[] secret = Encoding.UTF8.GetBytes(SecretText.Read(options.Value.Secret, options.Value.SecretFile));

    public string Provider => "webhook";

    public int MaxBatch => options.Value.MaxBatch;

    public string? FindFault(string token) => TokenForm.FindFault(token, TokenForm.Printable, 1, TokenForm.MaxLength);

    public async Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken)
    {
        if (requests.Length == 0)
        {
            return [];
        }

        byte[] body = Payload.Write(writer => WriteBatch(writer, requests));
        using HttpRequestMessage message = new(HttpMethod.Post, options.Value.Url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        string timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        message.Headers.Add(TimestampHeader, timestamp);
        message.Headers.Add(SignatureHeader, $"v1={Sign(timestamp, body)}");
        message.Headers.Add(IdempotencyHeader, KeyOf(requests));
        return Judge(await transport.SendAsync(Client, message, cancellationToken), requests);
    }

    private static void WriteBatch(Utf8JsonWriter writer, PushRequest[] requests)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("notifications");
        foreach (PushRequest request in requests)
        {
            writer.WriteRawValue(Payload.Fit(request, MaxBytes + request.Token.Length, Write)
                ?? Payload.Write(own => Write(own, request with { Title = "", Body = "" })));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject();
        writer.WriteText("token", request.Token);
        writer.WriteData(request);
        writer.WriteText("title", request.Title);
        writer.WriteText("body", request.Body);
        writer.WriteText("sound", request.Sound);
        writer.WriteText("channel", request.Channel);
        writer.WriteNumber("timeToLive", request.TimeToLive.Seconds());
        writer.WriteBoolean("urgent", request.Urgent);
        writer.WriteEndObject();
    }

    private string Sign(string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed));
    }

    /// <summary>The same for the same notifications in the same order.</summary>
    private static string KeyOf(PushRequest[] requests) => requests is [PushRequest only]
        ? only.Id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(requests.Select(static request => request.Id))))
            .AsSpan(0, KeyBytes));

    private PushResult[] Judge(PushAnswer answer, PushRequest[] requests)
    {
        if (!answer.IsSuccess)
        {
            PushResult same = answer.Passing ?? Refuse(answer);
            return [.. requests.Select(_ => same)];
        }

        credentials.End();
        Dictionary<string, PushResult> own = [];
        foreach (JsonElement result in answer.Json.Array("results"))
        {
            if (result.Text("id") is { } id)
            {
                own[id] = Read(result);
            }
        }

        return [.. requests.Select(request => own.GetValueOrDefault(request.Id) ?? new PushResult(PushOutcome.Accepted, "accepted"))];
    }

    private PushResult Refuse(PushAnswer answer)
    {
        if ((int)answer.Status is not (401 or 403))
        {
            return new(PushOutcome.Refused, $"http-{(int)answer.Status}");
        }

        credentials.Add($"http-{(int)answer.Status}");
        return answer.Later("credentials");
    }

    private static PushResult Read(JsonElement result)
    {
        PushOutcome outcome = result.Text("outcome") switch
        {
            "token-ended" => PushOutcome.TokenEnded,
            "refused" => PushOutcome.Refused,
            "later" => PushOutcome.Later,
            _ => PushOutcome.Accepted,
        };
        string reason = result.Text("reason").AsReason(outcome == PushOutcome.Accepted ? "accepted" : "of-webhook");
        TimeSpan? pause = result.Number("retryAfter") is >= 0 and <= 86_400 and long seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new PushResult(outcome, reason, pause);
    }
}
