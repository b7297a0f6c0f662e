using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.Apns;

/// <summary>Sends to devices of Apple: one request for each device, in parallel over HTTP/2.</summary>
internal sealed class ApnsSender : IPushSender
{
    public const string Client = "push-apns";

    /// <summary>Apple refuses tokens that are renewed more often.</summary>
    private static readonly TimeSpan MinTokenAge = TimeSpan.FromMinutes(20);

    private readonly PushTransport transport;
    private readonly ApnsOptions settings;
    private readonly CredentialFaults credentials;
    private readonly TimeProvider time;
    private readonly AccessTokens tokens;
    private readonly string key;

    public ApnsSender(PushTransport transport, IOptions<ApnsOptions> options, CredentialFaults credentials, TimeProvider time)
    {
        (this.transport, settings, this.credentials, this.time) = (transport, options.Value, credentials, time);
        key = SecretText.Read(settings.Key, settings.KeyFile);
        tokens = new AccessTokens(_ => Task.FromResult(Sign()), MinTokenAge, time);
    }

    public string Provider => "apns";

    public int MaxBatch => 500;

    /// <summary>Apple announces no length; today it is 64.</summary>
    public string? FindFault(string token) => TokenForm.FindFault(token, TokenForm.Hex, 64, 512);

    public Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken) =>
        Task.WhenAll(requests.Select(request => SendAsync(request, cancellationToken)));

    private async Task<PushResult> SendAsync(PushRequest request, CancellationToken cancellation) =>
        FindFault(request.Token) is not null ? new(PushOutcome.Refused, "token")
        : ApnsPayload.Write(request) is { } payload
            ? Judge(await tokens.UseAsync(
                token => PostAsync(request, payload, token, cancellation),
                static answer => answer.Failure is null && ReasonOf(answer) == "ExpiredProviderToken",
                cancellation))
            : new(PushOutcome.Refused, "payload");

    private async Task<PushAnswer> PostAsync(PushRequest request, byte[] payload, string token, CancellationToken cancellation)
    {
        bool isAlert = request.Kind == PushKind.Alert;
        using HttpRequestMessage message = new(HttpMethod.Post, BaseAddresses.Below(settings.BaseAddress, $"3/device/{request.Token}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(payload),
        };
        message.Headers.TryAddWithoutValidation("authorization", $"bearer {token}");
        message.Headers.Add("apns-topic", settings.Topic);
        message.Headers.Add("apns-push-type", isAlert ? "alert" : "background");
        message.Headers.Add("apns-priority", isAlert && request.Urgent ? "10" : "5"); // 10 is forbidden for background notifications.
        message.Headers.Add("apns-collapse-id", request.CollapseId);
        message.Headers.Add(
            "apns-expiration", (time.GetUtcNow() + request.TimeToLive).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (Guid.TryParseExact(request.Id, "N", out Guid id))
        {
            message.Headers.Add("apns-id", id.ToString("D"));
        }

        return await transport.SendAsync(Client, message, cancellation);
    }

    private AccessToken Sign()
    {
        using ECDsa signer = ECDsa.Create();
        signer.ImportFromPem(key);
        DateTimeOffset now = time.GetUtcNow();
        string token = SignedToken.Write(
            header =>
            {
                header.WriteString("alg", "ES256");
                header.WriteString("kid", settings.KeyId);
            },
            claims =>
            {
                claims.WriteString("iss", settings.TeamId);
                claims.WriteNumber("iat", now.ToUnixTimeSeconds());
            },
            bytes => signer.SignData(bytes, HashAlgorithmName.SHA256));
        return new AccessToken(token, now + settings.RenewPeriod);
    }

    private PushResult Judge(PushAnswer answer)
    {
        if (answer.Passing is { } passing)
        {
            return passing;
        }

        if (answer.IsSuccess)
        {
            credentials.End();

            // Apple's has no body: a body is the answer of another server.
            return answer.Body.Length > 0 ? answer.Later("no-json") : new(PushOutcome.Accepted, "accepted");
        }

        string reason = ReasonOf(answer).AsReason($"http-{(int)answer.Status}");
        return (answer.Status, reason) switch
        {
            (HttpStatusCode.Gone, _) => new(PushOutcome.TokenEnded, reason, EndedAt: EndOf(answer.Json)),
            (HttpStatusCode.BadRequest, "BadDeviceToken") => new(PushOutcome.TokenEnded, reason),
            (HttpStatusCode.BadRequest, "DeviceTokenNotForTopic") => new(PushOutcome.Refused, reason),
            (HttpStatusCode.Forbidden, _) or (HttpStatusCode.BadRequest, "TopicDisallowed") => Wait(answer, reason),
            _ => new(PushOutcome.Refused, reason),
        };
    }

    private PushResult Wait(PushAnswer answer, string reason)
    {
        credentials.Add(reason);
        return answer.Later("credentials");
    }

    private static string? ReasonOf(PushAnswer answer) => answer.Json.Text("reason");

    /// <summary>Since when Apple knows that the token is not valid, in milliseconds.</summary>
    private static DateTimeOffset? EndOf(JsonElement json) =>
        json.Number("timestamp") is > 0 and < 253_402_300_800_000 and long time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
}
