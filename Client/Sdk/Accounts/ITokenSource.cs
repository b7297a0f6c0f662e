using ImOrleans.Client.Json;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Client.Accounts;

/// <summary>Where tokens come from.</summary>
internal interface ITokenSource
{
    Task<Answer<SessionReply>> SignInAsync(SignInRequest request, CancellationToken cancellation);

    Task<Answer<SessionReply>> RefreshAsync(RefreshRequest request, CancellationToken cancellation);
}

/// <summary>From the server.</summary>
internal sealed class ServerTokens(RestCalls rest) : ITokenSource
{
    public Task<Answer<SessionReply>> SignInAsync(SignInRequest request, CancellationToken cancellation) => rest.AskAsync(
        HttpMethod.Post, "api/sessions", RestCalls.Json(request, ClientJson.Wire.SignInRequest), ClientJson.Wire.SessionReply, null, cancellation);

    public Task<Answer<SessionReply>> RefreshAsync(RefreshRequest request, CancellationToken cancellation) => rest.AskAsync(
        HttpMethod.Post,
        "api/sessions/refresh",
        RestCalls.Json(request, ClientJson.Wire.RefreshRequest),
        ClientJson.Wire.SessionReply,
        null,
        cancellation);
}
