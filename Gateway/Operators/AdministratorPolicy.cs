using ImOrleans.Gateway.Auth;
using Microsoft.AspNetCore.Authorization;

namespace ImOrleans.Gateway.Operators;

/// <summary>The door to everything that only the administrator may see: the cookie of a session that lives, of that account.</summary>
internal sealed class AdministratorPolicy(Administrator administrator) : AuthorizationHandler<AdministratorPolicy.Requirement>
{
    public const string Name = "Administrator";

    public static AuthorizationPolicy Policy { get; } =
        new AuthorizationPolicyBuilder(OperatorCookie.Scheme).RequireAuthenticatedUser().AddRequirements(new Requirement()).Build();

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        if (Caller.Find(context.User) is { } caller && await administrator.IsAsync(caller.UserId))
        {
            context.Succeed(requirement);
        }
    }

    internal sealed class Requirement : IAuthorizationRequirement;
}
