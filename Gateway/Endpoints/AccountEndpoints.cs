using ImOrleans.Gateway.Accounts;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Operators;
using ImOrleans.Grains.Accounts;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Registering, another password, and the end of an account.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/accounts", Register).AllowAnonymous()
            .WithName("Register").WithSummary("Registers a user. The display name is the username when none is given.")
            .Refuses(
                ErrorCode.MalformedRequest, ErrorCode.InvalidUsername, ErrorCode.InvalidPassword, ErrorCode.InvalidDisplayName,
                ErrorCode.UsernameTaken, ErrorCode.TooManyRegistrations);
        api.MapPut("/accounts/me/password", ChangePassword)
            .WithName("ChangePassword").WithSummary("Changes the caller's password. The caller's session goes on; all others end at once, and the secrets of their devices prove nothing any more.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidPassword, ErrorCode.WrongPassword, ErrorCode.TooManyAttempts);
        api.MapDelete("/accounts/me", Delete)
            .WithName("DeleteAccount").WithSummary("Deletes the caller's account for ever. All sessions end at once; groups, profile and settings follow within moments. What the caller wrote stays with the others.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.WrongPassword, ErrorCode.OperatorAccount, ErrorCode.TooManyAttempts);
    }

    private static async Task<Created<RegisterReply>> Register(
        RegisterRequest request, HttpContext context, RegistrationLimit limit, IGrainFactory grains)
    {
        string username = Username.Normalize(request.Username);
        limit.Take(ClientAddress.Of(context));
        string userId = await grains.GetGrain<IAccountGrain>(username).Register(request.Password, request.DisplayName ?? request.Username);
        return TypedResults.Created($"/api/users/{userId}", new RegisterReply { UserId = userId });
    }

    private static async Task<Ok<PasswordReply>> ChangePassword(
        PasswordRequest request, Caller caller, HttpContext context, Credentials credentials, DeviceSecrets secrets)
    {
        int version = await credentials.ProveOwnAsync(
            caller, context, (account, source) => account.ChangePassword(caller.SessionId, request.OldPassword, request.NewPassword, source));
        return TypedResults.Ok(new PasswordReply { DeviceSecret = secrets.Write(caller.UserId, caller.DeviceId, version) });
    }

    private static async Task<NoContent> Delete(
        [FromBody] DeletionRequest request, Caller caller, HttpContext context, OperatorRights rights, Credentials credentials, SessionCache sessions)
    {
        if (await rights.IsOperatorAsync(caller.UserId))
        {
            throw new ImException(ErrorCode.OperatorAccount, "The account of an operator cannot be deleted. Run operator revoke <userId> first.");
        }

        await credentials.ProveOwnAsync(caller, context, async (account, source) =>
        {
            await account.Delete(request.Password, source);
            return true;
        });

        // The owner notifies every gateway. The caller's own token is dead here before the caller gets the answer.
        sessions.Forget(caller.SessionId);
        return TypedResults.NoContent();
    }
}
