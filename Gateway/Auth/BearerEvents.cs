using ImOrleans.Gateway.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ImOrleans.Gateway.Auth;

/// <summary>The place of an access token in a request, and the form of its refusal. The same for REST and hub.</summary>
internal sealed class BearerEvents(SessionCache sessions) : TokenEvents(sessions)
{
    /// <summary>A browser cannot set headers on a WebSocket: there, and only there, the token may come otherwise.</summary>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal))
        {
            context.Token = HubToken.Find(context.HttpContext);
        }

        return Task.CompletedTask;
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteChallengeAsync(context, Problem.Unauthenticated);
    }
}
