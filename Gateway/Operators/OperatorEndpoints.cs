using ImOrleans.Gateway.Accounts;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Json;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// Signing in and out of the operators' pages. Behind the cookie is a session of the account as any other: it is in the list of its devices, and
/// can be ended there. There is one, so that the list does not fill with those that ran out: signing in again ends the one before.
/// </summary>
internal static class OperatorEndpoints
{
    private static readonly DeviceInfo Device = new() { DeviceId = "operator-page", Platform = DevicePlatform.Other, Name = "operator page" };

    public static void MapOperators(this IEndpointRouteBuilder root)
    {
        RouteGroupBuilder session = root.MapGroup("/api/operators/session");
        session.MapGet("", Get).ForAdministrator();
        session.MapPost("", SignIn).AllowAnonymous().AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
        session.MapDelete("", SignOut).AllowAnonymous().AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
    }

    private static Ok<OperatorSession> Get(Administrator administrator, IEnumerable<OperatorPage> pages) =>
        TypedResults.Ok(Describe(administrator, pages));

    private static async Task<Ok<OperatorSession>> SignIn(
        OperatorSignIn request,
        HttpContext context,
        Credentials credentials,
        Administrator administrator,
        IGrainFactory grains,
        OperatorTokens tokens,
        IOptions<AdminOptions> options,
        IEnumerable<OperatorPage> pages)
    {
        (string userId, int passwordVersion) = await credentials.ProveAsync(request.Username, request.Password, request.DeviceProof, context);
        if (!await administrator.IsAsync(userId))
        {
            throw new ImException(ErrorCode.NotTheAdministrator, "Only the administrator of this server signs in here.");
        }

        SessionTicket ticket = await grains.GetGrain<ISessionsGrain>(userId).Open(Device, passwordVersion);
        (string token, _) = tokens.Write(new Caller(userId, ticket.DeviceId, ticket.SessionId, ticket.Platform));
        OperatorCookie.Write(context, token, options.Value.SessionLifetime);
        return TypedResults.Ok(Describe(administrator, pages));
    }

    /// <summary>Whatever the cookie is, it goes; its session too, if it is the one that lives.</summary>
    private static async Task<NoContent> SignOut(HttpContext context, SessionCache sessions, IGrainFactory grains)
    {
        AuthenticateResult asked = await context.AuthenticateAsync(OperatorCookie.Scheme);
        OperatorCookie.Delete(context);
        if (Caller.Find(asked.Principal) is { } caller && await sessions.IsAliveAsync(caller))
        {
            await grains.GetGrain<ISessionsGrain>(caller.UserId).End(caller.DeviceId, SignedOutReason.SignedOut);
            sessions.Forget(caller.SessionId);
        }

        return TypedResults.NoContent();
    }

    private static OperatorSession Describe(Administrator administrator, IEnumerable<OperatorPage> pages) =>
        new(administrator.Username!, [.. pages.Select(page => page.Path)]);
}
