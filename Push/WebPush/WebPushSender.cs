using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.WebPush;

/// <summary>
/// Sends to the push service of a browser, encrypted for that browser (RFC 8291). An undelivered notification of the same conversation is
/// replaced there, by its topic (RFC 8030, 5.4).
/// </summary>
internal sealed class WebPushSender(IHttpClientFactory clients, IOptions<WebPushOptions> options, TimeProvider time)
    : IPushSender, IDisposable
{
    public const string Client = "push-webpush";

    /// <summary>What a push service has to take is 4,096 bytes after encryption (RFC 8291, 4).</summary>
    private const int MaxBytes = 3_993;
    private const int MaxTopicLength = 32;
    private const int TopicBytes = 24;

    private readonly VapidAuthentication vapid =
        new(options.Value.PublicKey, SecretText.Read(options.Value.PrivateKey, options.Value.PrivateKeyFile))
        {
            Subject = options.Value.Subject,
            TokenCache = new VapidTokens(time),
        };

    public string Provider => "webpush";

    public int MaxBatch => 100;

    public string? FindFault(string token) => Subscriptions.FindFault(token, options.Value.AllowHttp);

    public Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken) =>
        Task.WhenAll(requests.Select(request => SendAsync(request, cancellationToken)));

    public void Dispose() => vapid.Dispose();

    private async Task<PushResult> SendAsync(PushRequest request, CancellationToken cancellation)
    {
        if (Subscriptions.FindFault(request.Token, options.Value.AllowHttp) is not null)
        {
            return new(PushOutcome.Refused, "subscription");
        }

        if (Payload.Fit(request, MaxBytes, Write) is not { } payload)
        {
            return new(PushOutcome.Refused, "payload");
        }

        using ByteArrayContent content = new(payload);
        PushMessage message = new(content)
        {
            Topic = TopicOf(request.CollapseId),
            TimeToLive = (int)Math.Min(int.MaxValue, request.TimeToLive.Seconds()),
            Urgency = request.Urgent ? PushMessageUrgency.High : PushMessageUrgency.Normal,
        };
        try
        {
            // Our own attempts obey Retry-After within bounds; those of the client have none.
            PushServiceClient client = new(clients.CreateClient(Client)) { AutoRetryAfter = false };
            await client.RequestPushMessageDeliveryAsync(Subscriptions.Parse(request.Token), message, vapid, cancellation);
            return new(PushOutcome.Accepted, "accepted");
        }
        catch (PushServiceClientException answer)
        {
            return Judge(answer.StatusCode, answer.Headers);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && PushTransport.Explain(failure) is not null)
        {
            return PushTransport.Explain(failure)!;
        }
    }

    private static void Write(Utf8JsonWriter writer, PushRequest request)
    {
        writer.WriteStartObject();
        writer.WriteData(request);
        writer.WriteText("title", request.Title);
        writer.WriteText("body", request.Body);
        writer.WriteText("sound", request.Sound);
        writer.WriteEndObject();
    }

    /// <summary>At most 32 characters of base64url.</summary>
    private static string TopicOf(string collapseId) =>
        collapseId.Length is > 0 and <= MaxTopicLength && collapseId.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? collapseId
            : Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(collapseId)).AsSpan(0, TopicBytes));

    private PushResult Judge(HttpStatusCode status, HttpResponseHeaders headers)
    {
        PushAnswer answer = new() { Status = status, RetryAfter = RetryAfter.Of(headers, time) };
        return answer.Passing ?? (status is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? new(PushOutcome.TokenEnded, $"http-{(int)status}")
            : new(PushOutcome.Refused, $"http-{(int)status}"));
    }
}
