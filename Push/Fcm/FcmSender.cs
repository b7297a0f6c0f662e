using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.Fcm;

/// <summary>Sends by FCM HTTP v1: one request for each device, in parallel over HTTP/2.</summary>
internal sealed class FcmSender : IPushSender
{
    public const string Client = "push-fcm";
    public const string TokenClient = "push-fcm-token";
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>A token that is refused so soon after it was issued is not the fault of the token.</summary>
    private static readonly TimeSpan MinTokenAge = TimeSpan.FromMinutes(1);

    private readonly PushTransport transport;
    private readonly CredentialFaults credentials;
    private readonly TokenExchange exchange;
    private readonly TimeProvider time;
    private readonly AccessTokens tokens;
    private readonly ServiceAccount account;
    private readonly Uri address;

    public FcmSender(PushTransport transport, IOptions<FcmOptions> options, CredentialFaults credentials, TimeProvider time)
    {
        FcmOptions settings = options.Value;
        (this.transport, this.credentials, this.time) = (transport, credentials, time);
        account = ServiceAccount.Parse(SecretText.Read(settings.ServiceAccount, settings.ServiceAccountFile))!;
        string project = settings.ProjectId.Length > 0 ? settings.ProjectId : account.ProjectId!;
        address = BaseAddresses.Below(settings.BaseAddress, $"v1/projects/{project}/messages:send");
        exchange = new TokenExchange(credentials, time);
        tokens = new AccessTokens(ExchangeAsync, MinTokenAge, time);
    }

    public string Provider => "fcm";

    public int MaxBatch => 500;

    public string? FindFault(string token) => TokenForm.FindFault(token, TokenForm.Printable, 16, TokenForm.MaxLength);

    public Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken) =>
        Task.WhenAll(requests.Select(request => SendAsync(request, cancellationToken)));

    private async Task<PushResult> SendAsync(PushRequest request, CancellationToken cancellation) =>
        FcmPayload.Write(request) is { } payload
            ? Judge(await tokens.UseAsync(
                token => PostAsync(payload, token, cancellation),
                static answer => answer is { Failure: null, Status: HttpStatusCode.Unauthorized },
                cancellation))
            : new(PushOutcome.Refused, "payload");

    private async Task<PushAnswer> PostAsync(byte[] payload, string token, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(payload),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await transport.SendAsync(Client, message, cancellation);
    }

    private async Task<AccessToken> ExchangeAsync(CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, account.TokenUri)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = GrantType,
                ["assertion"] = FcmAssertion.Sign(account, time.GetUtcNow()),
            }),
        };
        return exchange.Read(
            await transport.SendAsync(TokenClient, message, cancellation),
            static json => json.Text("access_token") is { } token && json.Number("expires_in") is > 0 and <= 86_400 and long seconds
                ? (token, TimeSpan.FromSeconds(seconds)) : null,
            static json => json.Text("error"));
    }

    private PushResult Judge(PushAnswer answer)
    {
        if (answer.Passing is { } passing)
        {
            return passing;
        }

        if (answer.IsSuccess)
        {
            // Without the name of the message it is the answer of another server.
            return answer.Json.Text("name") is null ? answer.Later("no-json") : new(PushOutcome.Accepted, "accepted");
        }

        JsonElement error = answer.Json.Object("error");
        string code = CodeOf(error).AsReason($"http-{(int)answer.Status}");
        return (answer.Status, code) switch
        {
            (_, "UNREGISTERED") or (HttpStatusCode.NotFound, "NOT_FOUND") => new(PushOutcome.TokenEnded, code),
            (HttpStatusCode.NotFound, _) => answer.Later(code), // Of a server that is not FCM.
            (HttpStatusCode.Unauthorized, _) => Wait(answer, code),
            (HttpStatusCode.Forbidden, not "SENDER_ID_MISMATCH") => Wait(answer, code),
            (HttpStatusCode.BadRequest, _) when IsAboutToken(error) => new(PushOutcome.TokenEnded, code),
            _ => new(PushOutcome.Refused, code),
        };
    }

    private PushResult Wait(PushAnswer answer, string code)
    {
        credentials.Add(code);
        return answer.Later("credentials");
    }

    /// <summary>The code of FCM; without one, the status of Google's APIs.</summary>
    private static string? CodeOf(JsonElement error) =>
        error.Array("details").Select(static detail => detail.Text("errorCode")).FirstOrDefault(static code => code is not null)
            ?? error.Text("status");

    private static bool IsAboutToken(JsonElement error) => error.Array("details")
        .SelectMany(static detail => detail.Array("fieldViolations"))
        .Any(static violation => violation.Text("field") == "message.token");
}
