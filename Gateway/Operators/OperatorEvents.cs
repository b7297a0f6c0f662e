using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ImOrleans.Gateway.Operators;

/// <summary>
/// Reads the token from the cookie only. A caller without the right is sent to the sign-in if a browser asked for a page, and refused
/// otherwise.
/// </summary>
internal sealed class OperatorEvents(SessionCache sessions) : TokenEvents(sessions)
{
    private static readonly Refusal Unauthenticated = new(ErrorCode.InvalidToken, "Sign in on the operators' page first.");
    private static readonly Refusal NotAnOperator =
        new(ErrorCode.NotTheAdministrator, "Only operators of this server can see this.");

    public override Task MessageReceived(MessageReceivedContext context)
    {
        context.Token = OperatorCookie.Read(context.Request);
        if (context.Token is null)
        {
            // Otherwise the Authorization header would be looked at next.
            context.NoResult();
        }

        return Task.CompletedTask;
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        return SendToSignIn(context.HttpContext) ? Task.CompletedTask : WriteChallengeAsync(context, Unauthenticated);
    }

    public override Task Forbidden(ForbiddenContext context) =>
        SendToSignIn(context.HttpContext) ? Task.CompletedTask : Problem.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, NotAnOperator);

    /// <summary>
    /// Relative to the address in the browser, because a proxy may serve the product below a path that the server does not know.
    /// </summary>
    private static bool SendToSignIn(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        bool asksForPage = HttpMethods.IsGet(context.Request.Method) && path.Length > 1
            && context.Request.Headers.Accept.Any(types => types?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
        if (asksForPage)
        {
            string up = string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/') - 1));
            context.Response.Redirect($"{up}operators/?next={Uri.EscapeDataString(path[1..])}");
        }

        return asksForPage;
    }
}
