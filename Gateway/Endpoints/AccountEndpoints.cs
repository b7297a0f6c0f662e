using ImOrleans.Gateway.Limits;
using ImOrleans.Grains.Accounts;
using ImOrleans.Protocol.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Registering.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/accounts", Register).AllowAnonymous()
            .WithName("Register").WithSummary("Registers a user. The display name is the username when none is given.")
            .Refuses(
                ErrorCode.MalformedRequest, ErrorCode.InvalidUsername, ErrorCode.InvalidPassword, ErrorCode.InvalidDisplayName,
                ErrorCode.UsernameTaken, ErrorCode.TooManyRegistrations);
    }

    private static async Task<Created<RegisterReply>> Register(
        RegisterRequest request, HttpContext context, RegistrationLimit limit, IGrainFactory grains)
    {
        string username = Username.Normalize(request.Username);
        limit.Take(ClientAddress.Of(context));
        string userId = await grains.GetGrain<IAccountGrain>(username).Register(request.Password, request.DisplayName ?? request.Username);
        return TypedResults.Created($"/api/users/{userId}", new RegisterReply { UserId = userId });
    }
}
