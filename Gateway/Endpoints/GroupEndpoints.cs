using ImOrleans.Gateway.Auth;
using ImOrleans.Grains;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Groups;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>Groups and who is in them.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder api)
    {
        api.MapPost("/groups", Create)
            .WithName("CreateGroup").WithSummary("Creates a group that the caller owns, with its first members.")
            .Refuses(
                ErrorCode.MalformedRequest, ErrorCode.InvalidId, ErrorCode.InvalidGroupName, ErrorCode.InvalidMembers, ErrorCode.UnknownUser,
                ErrorCode.GroupFull);
        api.MapGet("/groups/{id}", Get)
            .WithName("GetGroup").WithSummary("A group as its members see it.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.NotInGroup);
        api.MapGet("/groups/{id}/members", Members)
            .WithName("ListMembers").WithSummary("The members, longest first.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.InvalidRange, ErrorCode.InvalidCursor, ErrorCode.NotInGroup);
        api.MapPost("/groups/{id}/members", Add)
            .WithName("AddMembers").WithSummary("Adds 1-200 users; those who are members already stay as they are.")
            .Refuses(
                ErrorCode.MalformedRequest, ErrorCode.InvalidId, ErrorCode.InvalidMembers, ErrorCode.NotInGroup, ErrorCode.UnknownUser,
                ErrorCode.GroupFull);
        api.MapDelete("/groups/{id}/members/{userId}", Remove)
            .WithName("RemoveMember").WithSummary("Removes a member, or leaves. When the owner leaves, the longest member follows.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.NotInGroup, ErrorCode.NotTheOwner);
    }

    private static async Task<Created<GroupReply>> Create(GroupRequest request, Caller caller, TimeProvider time, IGrainFactory grains)
    {
        EnsureIds(request.MemberIds);
        string groupId = EntityId.New(time.GetUtcNow());
        await grains.GetGrain<IGroupGrain>(groupId).Create(caller.UserId, request.Name, request.MemberIds);
        return TypedResults.Created(
            $"/api/groups/{groupId}", new GroupReply { GroupId = groupId, ConversationId = ConversationKey.Group(groupId) });
    }

    private static async Task<Ok<GroupInfo>> Get(string id, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await GroupOf(id, grains).Get(caller.UserId));

    private static async Task<Ok<MemberPage>> Members(string id, string? limit, string? next, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await GroupOf(id, grains).Members(caller.UserId, Paging.Limit(limit), Paging.Cursor(next)));

    private static async Task<NoContent> Add(
        string id, MembersRequest request, Caller caller, IOptions<GroupOptions> options, IGrainFactory grains)
    {
        EnsureIds(request.UserIds);
        if (request.UserIds.Length < 1 || request.UserIds.Length > options.Value.MaxAdded)
        {
            throw new ImException(ErrorCode.InvalidMembers, $"userIds must have from 1 to {options.Value.MaxAdded} entries.");
        }

        await GroupOf(id, grains).Add(caller.UserId, request.UserIds);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Remove(string id, string userId, Caller caller, IGrainFactory grains)
    {
        EntityId.EnsureValid(userId);
        await GroupOf(id, grains).Remove(caller.UserId, userId);
        return TypedResults.NoContent();
    }

    private static IGroupGrain GroupOf(string id, IGrainFactory grains)
    {
        EntityId.EnsureValid(id);
        return grains.GetGrain<IGroupGrain>(id);
    }

    private static void EnsureIds(string[] userIds) => Array.ForEach(Required.Members(userIds), EntityId.EnsureValid);
}
