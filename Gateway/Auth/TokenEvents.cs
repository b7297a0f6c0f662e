using ImOrleans.Gateway.Errors;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Auth;

/// <summary>The checks of a token besides its signature, wherever it is carried.</summary>
internal abstract class TokenEvents(SessionCache sessions) : JwtBearerEvents
{
    /// <summary>Asks the session's owner, except where no token is wanted: a stale token in a browser must not break signing in.</summary>
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        if (context.HttpContext.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return;
        }

        if (Caller.Find(context.Principal) is not { } caller)
        {
            context.Fail(new ImException(ErrorCode.InvalidToken, "This server did not issue this token."));
        }
        else if (!await sessions.IsAliveAsync(caller))
        {
            context.Fail(new ImException(ErrorCode.SessionEnded, "The session has ended. Sign in again."));
        }
    }

    /// <param name="unauthenticated">The refusal for a caller without a token, or with a foreign one.</param>
    protected static Task WriteChallengeAsync(JwtBearerChallengeContext context, Refusal unauthenticated) => Problem.WriteAsync(
        context.HttpContext,
        StatusCodes.Status401Unauthorized,
        context.AuthenticateFailure is ImException refusal ? new Refusal(refusal.Code, refusal.Message) : unauthenticated);
}
