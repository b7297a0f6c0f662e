using ImOrleans.Gateway.Accounts;
using ImOrleans.Gateway.Auth;
using ImOrleans.Grains;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Signing in and out, and the devices that are signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sessions", SignIn).AllowAnonymous()
            .WithName("SignIn").WithSummary("Signs a device in. A known deviceId replaces that device's session; devices that the policy does not allow beside it are signed out.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidDevice, ErrorCode.WrongCredentials, ErrorCode.TooManyAttempts);
        api.MapPost("/sessions/refresh", Refresh).AllowAnonymous()
            .WithName("RefreshSession").WithSummary("Renews both tokens. The refresh token is spent; using it again ends the session, except for seconds, with the same retryId, while its successor was not used.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidId, ErrorCode.InvalidToken, ErrorCode.SessionEnded, ErrorCode.RefreshTokenReused);
        api.MapGet("/sessions", List)
            .WithName("ListSessions").WithSummary("The caller's devices that are signed in.");
        api.MapDelete("/sessions", EndOthers)
            .WithName("EndOtherSessions").WithSummary("Signs all other devices of the caller out, at once.");
        api.MapDelete("/sessions/{deviceId}", End)
            .WithName("EndSession").WithSummary("Signs a device out, at once.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.UnknownDevice);
        api.MapGet("/sessions/policy", GetPolicy)
            .WithName("GetSessionPolicy").WithSummary("Which of the caller's devices may be signed in beside each other.");
        api.MapPut("/sessions/policy", SetPolicy)
            .WithName("SetSessionPolicy").WithSummary("Changes which devices may be signed in beside each other, at once. Those that it leaves no place for are signed out, the caller's last. Absent: the server's default.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.WrongPassword, ErrorCode.InvalidPolicy, ErrorCode.TooManyAttempts);
    }

    private static async Task<Ok<SessionReply>> SignIn(
        SignInRequest request, HttpContext context, Credentials credentials, IGrainFactory grains, TokenWriter tokens)
    {
        (string userId, int passwordVersion) = await credentials.ProveAsync(request.Username, request.Password, request.DeviceProof, context);
        SessionTicket ticket = await grains.GetGrain<ISessionsGrain>(userId).Open(request.Device, passwordVersion);
        return TypedResults.Ok(tokens.Write(userId, ticket));
    }

    private static async Task<Ok<SessionReply>> Refresh(
        RefreshRequest request, RefreshTokens refreshTokens, IGrainFactory grains, TokenWriter tokens)
    {
        if (request.RetryId is not null)
        {
            EntityId.EnsureValid(request.RetryId);
        }

        RefreshToken token = refreshTokens.Read(request.RefreshToken);
        SessionTicket ticket = await grains.GetGrain<ISessionsGrain>(token.UserId).Refresh(token.SessionId, token.Generation, request.RetryId);
        return TypedResults.Ok(tokens.Write(token.UserId, ticket));
    }

    private static async Task<Ok<DeviceSession[]>> List(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<ISessionsGrain>(caller.UserId).List(caller.SessionId));

    private static async Task<NoContent> EndOthers(Caller caller, IGrainFactory grains)
    {
        await grains.GetGrain<ISessionsGrain>(caller.UserId).EndOthers(caller.SessionId);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> End(string deviceId, Caller caller, SessionCache sessions, IGrainFactory grains)
    {
        EntityId.EnsureValid(deviceId);
        string reason = deviceId == caller.DeviceId ? SignedOutReason.SignedOut : SignedOutReason.Ended;
        await grains.GetGrain<ISessionsGrain>(caller.UserId).End(deviceId, reason);

        // The owner notifies every gateway. The caller's own token is dead here before the caller gets the answer.
        sessions.Forget(caller.SessionId);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionPolicy>> GetPolicy(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(new SessionPolicy { Policy = await grains.GetGrain<ISessionsGrain>(caller.UserId).Policy() });

    private static async Task<Ok<SessionPolicy>> SetPolicy(
        SessionPolicyRequest request, Caller caller, HttpContext context, Credentials credentials, IGrainFactory grains)
    {
        await credentials.ProveOwnAsync(caller, context, (account, source) => account.Prove(request.Password, source));
        return TypedResults.Ok(new SessionPolicy { Policy = await grains.GetGrain<ISessionsGrain>(caller.UserId).SetPolicy(caller.SessionId, request.Policy) });
    }
}
