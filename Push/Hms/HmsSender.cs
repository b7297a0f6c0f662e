using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImOrleans.Grains.Push;
using ImOrleans.Push.Sending;
using Microsoft.Extensions.Options;

namespace ImOrleans.Push.Hms;

/// <summary>Sends by Huawei Push Kit. Devices that get the same notification share a request.</summary>
internal sealed class HmsSender : IPushSender
{
    public const string Client = "push-hms";
    private const string Success = "80000000";
    private const string SomeFailed = "80100000";
    private const string TokenWrong = "80200001";
    private const string TokenExpired = "80200003";
    private const string AllTokensEnded = "80300007";
    private const string SystemFault = "81000001";

    /// <summary>A token that is refused so soon after it was issued is not the fault of the token.</summary>
    private static readonly TimeSpan MinTokenAge = TimeSpan.FromMinutes(1);

    private readonly PushTransport transport;
    private readonly HmsOptions settings;
    private readonly CredentialFaults credentials;
    private readonly TokenExchange exchange;
    private readonly AccessTokens tokens;
    private readonly string secret;
    private readonly Uri address;

    public HmsSender(PushTransport transport, IOptions<HmsOptions> options, CredentialFaults credentials, TimeProvider time)
    {
        (this.transport, settings, this.credentials) = (transport, options.Value, credentials);
        secret = SecretText.Read(settings.ClientSecret, settings.ClientSecretFile);
        address = BaseAddresses.Below(settings.BaseAddress, $"v1/{settings.AppId}/messages:send");
        exchange = new TokenExchange(credentials, time);
        tokens = new AccessTokens(ExchangeAsync, MinTokenAge, time);
    }

    public string Provider => "hms";

    /// <summary>Huawei takes 1,000 tokens in a request.</summary>
    public int MaxBatch => 500;

    public string? FindFault(string token) => TokenForm.FindFault(token, TokenForm.Printable, 16, TokenForm.MaxLength);

    public async Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken)
    {
        PushResult[] results = new PushResult[requests.Length];
        await Task.WhenAll(Enumerable.Range(0, requests.Length)
            .GroupBy(i => requests[i] with { Id = "", Token = "" })
            .Select(same => SendSameAsync(requests, [.. same], results, cancellationToken)));
        return results;
    }

    private async Task SendSameAsync(PushRequest[] requests, int[] same, PushResult[] results, CancellationToken cancellation)
    {
        string[] devices = [.. same.Select(i => requests[i].Token).Distinct()];
        if (HmsPayload.Write(requests[same[0]], devices, settings.BadgeClass) is not { } payload)
        {
            Array.ForEach(same, i => results[i] = new(PushOutcome.Refused, "payload"));
            return;
        }

        PushAnswer answer = await tokens.UseAsync(
            token => PostAsync(payload, token, cancellation),
            static answer => answer is { Failure: null, Status: HttpStatusCode.Unauthorized }
                || CodeOf(answer) is TokenExpired or TokenWrong,
            cancellation);
        PushResult whole = Judge(answer);
        HashSet<string> ended = CodeOf(answer) == SomeFailed ? IllegalTokens(answer) : [];
        Array.ForEach(same, i => results[i] = ended.Contains(requests[i].Token) ? new(PushOutcome.TokenEnded, AllTokensEnded) : whole);
    }

    private async Task<PushAnswer> PostAsync(byte[] payload, string token, CancellationToken cancellation)
    {
        using HttpRequestMessage message = JsonRequest.Post(address, payload);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await transport.SendAsync(Client, message, cancellation);
    }

    private async Task<AccessToken> ExchangeAsync(CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, settings.TokenAddress)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.AppId,
                ["client_secret"] = secret,
            }),
        };
        return exchange.Read(
            await transport.SendAsync(Client, message, cancellation),
            static json => json.Text("access_token") is { } token && json.Number("expires_in") is > 0 and <= 86_400 and long seconds
                ? (token, TimeSpan.FromSeconds(seconds)) : null,
            static json => json.Number("error")?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private PushResult Judge(PushAnswer answer)
    {
        if (answer.Passing is { } passing)
        {
            return passing;
        }

        string? code = CodeOf(answer);
        switch (code)
        {
            case Success or SomeFailed:
                return new(PushOutcome.Accepted, "accepted");
            case AllTokensEnded:
                return new(PushOutcome.TokenEnded, code);
            case SystemFault:
                return answer.Later(code);
            case TokenExpired or TokenWrong:
                credentials.Add(code);
                return answer.Later("credentials");
            case null:
                // Success would have a code: this is another server, or half an answer.
                return answer.Later("no-json");
            default:
                return new(PushOutcome.Refused, code.AsReason("refused"));
        }
    }

    private static string? CodeOf(PushAnswer answer) => answer.Json.Text("code");

    /// <summary>The message of a partial success is JSON in a string.</summary>
    private static HashSet<string> IllegalTokens(PushAnswer answer)
    {
        PushAnswer inner = new() { Body = System.Text.Encoding.UTF8.GetBytes(answer.Json.Text("msg") ?? "") };
        return [.. inner.Json.Array("illegal_tokens").Where(static token => token.ValueKind == JsonValueKind.String)
            .Select(static token => token.GetString()!)];
    }
}
