using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.Getui;

/// <summary>Sends by Getui, one request for each device. Getui takes a request id once: a repeated request notifies once.</summary>
internal sealed class GetuiSender : IPushSender
{
    public const string Client = "push-getui";
    private const long TokenExpired = 10001;
    private const long NoSuchDevice = 20001;

    /// <summary>A token that is refused so soon after it was issued is not the fault of the token.</summary>
    private static readonly TimeSpan MinTokenAge = TimeSpan.FromMinutes(1);

    private readonly PushTransport transport;
    private readonly GetuiOptions settings;
    private readonly CredentialFaults credentials;
    private readonly TokenExchange exchange;
    private readonly TimeProvider time;
    private readonly AccessTokens tokens;
    private readonly string secret;

    public GetuiSender(PushTransport transport, IOptions<GetuiOptions> options, CredentialFaults credentials, TimeProvider time)
    {
        (this.transport, settings, this.credentials, this.time) = (transport, options.Value, credentials, time);
        secret = SecretText.Read(settings.MasterSecret, settings.MasterSecretFile);
        exchange = new TokenExchange(credentials, time);
        tokens = new AccessTokens(ExchangeAsync, MinTokenAge, time);
    }

    public string Provider => "getui";

    public int MaxBatch => 100;

    public string? FindFault(string token) => TokenForm.FindFault(token, TokenForm.Letters, 16, 64);

    public Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken) =>
        Task.WhenAll(requests.Select(request => SendAsync(request, cancellationToken)));

    private async Task<PushResult> SendAsync(PushRequest request, CancellationToken cancellation) =>
        GetuiPayload.Write(request) is { } payload
            ? Judge(await tokens.UseAsync(
                token => PostAsync(payload, token, cancellation),
                static answer => answer.Failure is null && answer.Json.Number("code") == TokenExpired,
                cancellation))
            : new(PushOutcome.Refused, "payload");

    private async Task<PushAnswer> PostAsync(byte[] payload, string token, CancellationToken cancellation)
    {
        using HttpRequestMessage message = JsonRequest.Post(Address("push/single/cid"), payload);
        message.Headers.Add("token", token);
        return await transport.SendAsync(Client, message, cancellation);
    }

    private Uri Address(string path) => BaseAddresses.Below(settings.BaseAddress, $"v2/{settings.AppId}/{path}");

    private async Task<AccessToken> ExchangeAsync(CancellationToken cancellation)
    {
        string timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string signature = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.AppKey + timestamp + secret)));
        using HttpRequestMessage message = JsonRequest.Post(Address("auth"), Payload.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("sign", signature);
            writer.WriteString("timestamp", timestamp);
            writer.WriteString("appkey", settings.AppKey);
            writer.WriteEndObject();
        }));
        return exchange.Read(
            await transport.SendAsync(Client, message, cancellation),
            json => json.Object("data").Text("token") is { } token && LifetimeOf(json.Object("data").Text("expire_time")) is { } lifetime
                ? (token, lifetime) : null,
            static json => json.Number("code")?.ToString(CultureInfo.InvariantCulture));
    }

    /// <param name="expiry">Unix time in milliseconds.</param>
    /// <returns>At most a day; null when it is no time in the future.</returns>
    private TimeSpan? LifetimeOf(string? expiry)
    {
        if (!long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out long at))
        {
            return null;
        }

        double left = at - time.GetUtcNow().ToUnixTimeMilliseconds();
        return left > 0 ? TimeSpan.FromMilliseconds(Math.Min(left, TimeSpan.FromDays(1).TotalMilliseconds)) : null;
    }

    private PushResult Judge(PushAnswer answer)
    {
        if (answer.Passing is { } passing)
        {
            return passing;
        }

        long? code = answer.Json.Number("code");
        string reason = code?.ToString(CultureInfo.InvariantCulture) ?? $"http-{(int)answer.Status}";
        switch (code)
        {
            case 0:
                return new(PushOutcome.Accepted, "accepted");
            case NoSuchDevice:
                return new(PushOutcome.TokenEnded, reason);
            case TokenExpired:
                credentials.Add(reason);
                return answer.Later("credentials");
            case null when answer.IsSuccess || answer.Status == HttpStatusCode.Unauthorized:
                return answer.Later("no-json"); // Of another server, or half an answer.
            default:
                return new(PushOutcome.Refused, reason);
        }
    }
}
