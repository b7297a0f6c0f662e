using ImOrleans.Gateway.Auth;
using ImOrleans.Grains;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Profiles, and finding people.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/users/me", Me)
            .WithName("GetMe").WithSummary("The caller's own profile.");
        api.MapPatch("/users/me", Update)
            .WithName("UpdateMe").WithSummary("Changes the caller's profile; absent members stay, an empty avatarUrl removes the avatar.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidDisplayName);
        api.MapGet("/users/{id}", Get)
            .WithName("GetUser").WithSummary("What others see of a user.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.UnknownUser);
        api.MapGet("/users", Search)
            .WithName("SearchUsers").WithSummary("People by username or display name, from 2 to 64 characters; at most 20.")
            .Refuses(ErrorCode.InvalidQuery);
    }

    private static Task<Ok<UserProfile>> Me(Caller caller, IGrainFactory grains) => Get(caller.UserId, grains);

    private static async Task<Ok<UserProfile>> Update(ProfilePatch patch, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IProfileGrain>(caller.UserId).Update(patch.DisplayName, patch.AvatarUrl));

    private static async Task<Ok<UserProfile>> Get(string id, IGrainFactory grains)
    {
        EntityId.EnsureValid(id);
        return await grains.GetGrain<IProfileGrain>(id).Get() is { } profile
            ? TypedResults.Ok(profile)
            : throw new ImException(ErrorCode.UnknownUser, "There is no such user.");
    }

    private static async Task<Ok<UserProfile[]>> Search(string? query, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IUserSearchGrain>(0).Search(query ?? ""));
}
