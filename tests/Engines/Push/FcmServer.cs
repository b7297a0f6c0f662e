using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ImOrleans.Engines.Push;

/// <summary>
/// FCM HTTP v1 and the token service of Google: checks the assertion of the service account, the access token and the message.
/// </summary>
public sealed partial class FcmServer : IAsyncDisposable
{
    public const string Project = "im-tests";
    private const string Email = "push@im-tests.iam.gserviceaccount.com";
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string ErrorType = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
    private const int MaxBytes = 4_096;

    private readonly RSA key = RSA.Create(2_048);
    private readonly ConcurrentDictionary<string, bool> issued = new();

    private readonly TimeProvider time;

    private FcmServer(TimeProvider time) => this.time = time;

    /// <summary>The service, over HTTP/2.</summary>
    public ProviderServer Server { get; private set; } = null!;

    public ProviderServer Tokens { get; private set; } = null!;

    public ConcurrentQueue<Received> Accepted { get; } = new();

    /// <summary>Device tokens that are not registered any more.</summary>
    public ConcurrentDictionary<string, bool> Dead { get; } = new();

    /// <summary>The lifetime of issued tokens, in seconds.</summary>
    public int Lifetime { get; set; } = 3_599;

    /// <summary>As the Firebase console makes it.</summary>
    public string ServiceAccount => JsonSerializer.Serialize(new
    {
        type = "service_account",
        project_id = Project,
        private_key_id = "1a2b3c",
        private_key = key.ExportPkcs8PrivateKeyPem(),
        client_email = Email,
        token_uri = TokenAddress,
    });

    private string TokenAddress => $"{Tokens.Address}/token";

    /// <param name="time">For the times in assertions.</param>
    public static async Task<FcmServer> StartAsync(TimeProvider? time = null)
    {
        FcmServer fcm = new(time ?? TimeProvider.System);
        fcm.Server = await ProviderServer.StartAsync(HttpProtocols.Http2, fcm.SendAsync);
        fcm.Tokens = await ProviderServer.StartAsync(HttpProtocols.Http1, fcm.ExchangeAsync);
        return fcm;
    }

    /// <summary>All issued tokens are not valid any more.</summary>
    public void Revoke() => issued.Clear();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Tokens.DisposeAsync();
        key.Dispose();
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        JsonWebToken? assertion = await Signatures.ReadAsync(
            form["assertion"].ToString(),
            new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)),
            SecurityAlgorithms.RsaSha256);
        if (FindFault(form, assertion) is { } fault)
        {
            await context.RefuseAsync(
                Tokens, StatusCodes.Status400BadRequest, fault, new { error = "invalid_grant", error_description = fault });
            return;
        }

        string token = $"ya29.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        issued[token] = true;
        await context.AnswerAsync(StatusCodes.Status200OK, new { access_token = token, expires_in = Lifetime, token_type = "Bearer" });
    }

    private string? FindFault(IFormCollection form, JsonWebToken? assertion)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        return assertion switch
        {
            _ when form["grant_type"] != GrantType => "grant_type",
            null => "signature",
            _ when assertion.Issuer != Email => "iss",
            _ when !assertion.Audiences.SequenceEqual([TokenAddress]) => "aud",
            _ when assertion.Text("scope") != Scope => "scope",
            _ when assertion.Number("iat") is not { } from || from > now + 60 || from < now - 300 => "iat",
            _ when assertion.Number("exp") is not { } until || until <= now || until > assertion.Number("iat") + 3_600 => "exp",
            _ => null,
        };
    }

    private async Task SendAsync(HttpContext context)
    {
        Received request = await Received.ReadAsync(context);
        if (!issued.ContainsKey(request.Headers.GetValueOrDefault("Authorization", "").Replace("Bearer ", "", StringComparison.Ordinal)))
        {
            await context.RefuseAsync(
                Server, StatusCodes.Status401Unauthorized, "authorization", Error(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED"));
        }
        else if (FindFault(context, request) is { } fault)
        {
            await context.RefuseAsync(
                Server,
                StatusCodes.Status400BadRequest,
                fault,
                Error(StatusCodes.Status400BadRequest, "INVALID_ARGUMENT", "INVALID_ARGUMENT"));
        }
        else if (Dead.ContainsKey(request.Body.GetProperty("message").GetProperty("token").GetString()!))
        {
            await context.AnswerAsync(
                StatusCodes.Status404NotFound, Error(StatusCodes.Status404NotFound, "NOT_FOUND", "UNREGISTERED"));
        }
        else
        {
            Accepted.Enqueue(request);
            await context.AnswerAsync(StatusCodes.Status200OK, new { name = $"projects/{Project}/messages/0:1" });
        }
    }

    private static string? FindFault(HttpContext context, Received request)
    {
        if (context.Request.Protocol != "HTTP/2")
        {
            return "protocol";
        }

        if (request.Path != $"/v1/projects/{Project}/messages:send" || context.Request.ContentType != "application/json")
        {
            return "path or type";
        }

        if (request.Body.ValueKind != JsonValueKind.Object || !request.Body.TryGetProperty("message", out JsonElement message))
        {
            return "message";
        }

        string token = message.GetProperty("token").GetString()!;
        return message switch
        {
            _ when request.Bytes.Length - token.Length > MaxBytes => "size",
            _ when message.GetProperty("data").EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String) => "data",
            _ when !Duration().IsMatch(message.GetProperty("android").GetProperty("ttl").GetString()!) => "ttl",
            _ when message.GetProperty("android").GetProperty("priority").GetString() is not ("HIGH" or "NORMAL") => "priority",
            _ => null,
        };
    }

    private static object Error(int code, string status, string? errorCode = null) => new
    {
        error = new
        {
            code,
            message = "",
            status,
            details = errorCode is null
                ? Array.Empty<object>()
                : [new Dictionary<string, string> { ["@type"] = ErrorType, ["errorCode"] = errorCode }],
        },
    };

    [GeneratedRegex(@"^\d{1,7}s$")]
    private static partial Regex Duration();
}
