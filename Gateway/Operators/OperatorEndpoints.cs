using ImOrleans.Gateway.Accounts;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Json;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// Signing in and out of the operators' pages. Behind the cookie is a session of the account as any other: it is in the list of its
/// devices, and can be ended there. There is one, so that the list does not fill with those that ran out: signing in again ends the one
/// before.
/// </summary>
internal static class OperatorEndpoints
{
    private static readonly DeviceInfo Device = new() { DeviceId = "operator-page", Platform = DevicePlatform.Other, Name = "operator page" };

    public static void MapOperators(this IEndpointRouteBuilder root)
    {
        RouteGroupBuilder session = root.MapGroup("/api/operators/session");
        session.MapGet("", Get).ForOperators();
        session.MapPost("", SignIn).AllowAnonymous().AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
        session.MapDelete("", SignOut).AllowAnonymous().AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
    }

    private static async Task<Ok<OperatorSession>> Get(Caller caller, IGrainFactory grains, IEnumerable<OperatorPage> pages) =>
        TypedResults.Ok(await DescribeAsync(caller.UserId, grains, pages));

    private static async Task<Ok<OperatorSession>> SignIn(
        OperatorSignIn request,
        HttpContext context,
        Credentials credentials,
        OperatorRights rights,
        IGrainFactory grains,
        OperatorTokens tokens,
        IOptions<AdminOptions> options,
        IEnumerable<OperatorPage> pages)
    {
        (string userId, int passwordVersion) = await credentials.ProveAsync(request.Username, request.Password, request.DeviceProof, context);
        if (!await rights.IsOperatorAsync(userId))
        {
            throw new ImException(ErrorCode.NotTheAdministrator, "Only operators of this server can sign in here.");
        }

        SessionTicket ticket = await grains.GetGrain<ISessionsGrain>(userId).Open(Device, passwordVersion);
        (string token, _) = tokens.Write(new Caller(userId, ticket.DeviceId, ticket.SessionId, ticket.Platform));
        OperatorCookie.Write(context, token, options.Value.SessionLifetime);
        return TypedResults.Ok(await DescribeAsync(userId, grains, pages));
    }

    /// <summary>Deletes the cookie in any case, and ends its session if that is alive.</summary>
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

    private static async Task<OperatorSession> DescribeAsync(string userId, IGrainFactory grains, IEnumerable<OperatorPage> pages) =>
        new((await grains.GetGrain<IProfileGrain>(userId).Get())?.Username ?? "", [.. pages.Select(page => page.Path)]);
}
