using ImOrleans.Gateway.Auth;
using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Operators;

/// <summary>The check of every route for operators: the cookie of a live session, and a user who is an operator now.</summary>
internal sealed class OperatorPolicy(OperatorRights rights) : AuthorizationHandler<OperatorPolicy.Requirement>
{
    public const string Name = "Operator";

    public static AuthorizationPolicy Policy { get; } =
        new AuthorizationPolicyBuilder(OperatorCookie.Scheme).RequireAuthenticatedUser().AddRequirements(new Requirement()).Build();

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        if (Caller.Find(context.User) is { } caller && await rights.IsOperatorAsync(caller.UserId))
        {
            context.Succeed(requirement);
        }
    }

    internal sealed class Requirement : IAuthorizationRequirement;
}
