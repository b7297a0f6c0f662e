using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.JPush;

/// <summary>
/// Sends by JPush, one request for each device: a request for several would not say which of their tokens has ended.
/// </summary>
internal sealed class JPushSender : IPushSender
{
    public const string Client = "push-jpush";
    private const long NoSuchDevice = 1011;
    private const long TooManyRequests = 2002;

    private readonly PushTransport transport;
    private readonly JPushOptions settings;
    private readonly CredentialFaults credentials;
    private readonly string authorization;
    private readonly Uri address;

    public JPushSender(PushTransport transport, IOptions<JPushOptions> options, CredentialFaults credentials)
    {
        (this.transport, settings, this.credentials) = (transport, options.Value, credentials);
        string secret = SecretText.Read(settings.MasterSecret, settings.MasterSecretFile);
        authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AppKey}:{secret}"));
        address = BaseAddresses.Below(settings.BaseAddress, "v3/push");
    }

    public string Provider => "jpush";

    public int MaxBatch => 100;

    public string? FindFault(string token) => TokenForm.FindFault(token, TokenForm.Letters, 8, 64);

    public Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken) =>
        Task.WhenAll(requests.Select(request => SendAsync(request, cancellationToken)));

    private async Task<PushResult> SendAsync(PushRequest request, CancellationToken cancellation)
    {
        if (JPushPayload.Write(request, settings.ApnsProduction) is not { } payload)
        {
            return new(PushOutcome.Refused, "payload");
        }

        using HttpRequestMessage message = JsonRequest.Post(address, payload);
        message.Headers.Authorization = new AuthenticationHeaderValue("Basic", authorization);
        return Judge(await transport.SendAsync(Client, message, cancellation));
    }

    private PushResult Judge(PushAnswer answer)
    {
        if (answer.Passing is { } passing)
        {
            return passing;
        }

        long? code = answer.Json.Object("error").Number("code");
        string reason = code?.ToString(CultureInfo.InvariantCulture) ?? $"http-{(int)answer.Status}";
        switch (code)
        {
            case null when answer.IsSuccess:
                return answer.Json.TryGetProperty("msg_id", out _)
                    ? new(PushOutcome.Accepted, "accepted")
                    : answer.Later("no-json"); // Of another server, or half an answer.
            case NoSuchDevice:
                return new(PushOutcome.TokenEnded, reason);
            case TooManyRequests:
                return answer.Later(reason);
            default:
                return answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    ? Wait(answer, reason)
                    : new(PushOutcome.Refused, reason);
        }
    }

    private PushResult Wait(PushAnswer answer, string reason)
    {
        credentials.Add(reason);
        return answer.Later("credentials");
    }
}
