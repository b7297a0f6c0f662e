using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Profiles, and finding people.</summary>
internal static class UserEndpoints
{
    /// <summary>A profile of many is one row of one read: so many count as one call more.</summary>
    private const int IdsForOneCall = 8;

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
        api.MapGet("/users", Find)
            .WithName("SearchUsers").WithSummary("People. With query: by username or display name, from 2 to 64 characters; at most 20. With ids: those of these ids who exist, at most 200 ids separated by commas, in the order asked.")
            .Refuses(ErrorCode.InvalidQuery, ErrorCode.InvalidId, ErrorCode.InvalidRange, ErrorCode.TooManyCalls);
    }

    private static async Task<Ok<UserProfile>> Me(Caller caller, IGrainFactory grains) => TypedResults.Ok(await ProfileAsync(caller.UserId, grains));

    private static async Task<Ok<UserProfile>> Update(ProfilePatch patch, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IProfileGrain>(caller.UserId).Update(patch.DisplayName, patch.AvatarUrl));

    private static async Task<Ok<UserProfile>> Get(string id, KnownUsers users, IGrainFactory grains)
    {
        EntityId.EnsureValid(id);
        await users.EnsureAsync(id);
        return TypedResults.Ok(await ProfileAsync(id, grains));
    }

    private static async Task<UserProfile> ProfileAsync(string userId, IGrainFactory grains) =>
        await grains.GetGrain<IProfileGrain>(userId).Get() ?? throw UserRefusals.Unknown();

    private static async Task<Ok<UserProfile[]>> Find(
        string? query, string? ids, HttpContext context, Caller caller, Costs costs, KnownUsers users, IGrainFactory grains)
    {
        if (query is not null && ids is not null)
        {
            throw new ImException(ErrorCode.InvalidQuery, "A request has either query or ids.");
        }

        if (ids is null)
        {
            return TypedResults.Ok(await grains.GetGrain<IUserSearchGrain>(0).Search(query ?? ""));
        }

        string[] asked = [.. ids.Split(',').Distinct(StringComparer.Ordinal)];
        if (asked.Length > ProtocolLimits.Page)
        {
            throw new ImException(ErrorCode.InvalidRange, $"At most {ProtocolLimits.Page} ids can be asked for; these are {asked.Length}.");
        }

        Array.ForEach(asked, EntityId.EnsureValid);
        costs.TakeCalls(context, caller, asked.Length / IdsForOneCall);
        return TypedResults.Ok(await users.ProfilesAsync(asked));
    }
}
