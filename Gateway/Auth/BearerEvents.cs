using ImOrleans.Gateway.Errors;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Auth;

/// <summary>What an access token must pass beside its signature, and how its refusal looks. The same for REST and hub.</summary>
internal sealed class BearerEvents(SessionCache sessions) : JwtBearerEvents
{
    /// <summary>A browser cannot set headers on a WebSocket: there, and only there, the token may come in the address.</summary>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal))
        {
            context.Token = context.Request.Query["access_token"] is [{ Length: > 0 } token] ? token : null;
        }

        return Task.CompletedTask;
    }

    /// <summary>Asks the session's owner, except where no token is wanted: a stale token in a browser must not break signing in.</summary>
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        if (context.HttpContext.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return;
        }

        if (Caller.Find(context.Principal) is not { } caller)
        {
            context.Fail(new ImException(ErrorCode.InvalidToken, "The access token is not one of this server."));
        }
        else if (!await sessions.IsAliveAsync(caller))
        {
            context.Fail(new ImException(ErrorCode.SessionEnded, "The session has ended. Sign in again."));
        }
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return context.AuthenticateFailure is ImException refusal
            ? Problem.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, new Refusal(refusal.Code, refusal.Message))
            : Problem.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, Problem.Unauthenticated);
    }
}
