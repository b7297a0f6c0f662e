using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Quotas;
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
                ErrorCode.GroupFull, ErrorCode.TooManyCalls, ErrorCode.TooManySends, ErrorCode.TooManyGroupsToday, ErrorCode.TooManyGroups,
                ErrorCode.TooManyAdditions, ErrorCode.TooMuchStored);
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
                ErrorCode.GroupFull, ErrorCode.TooManyCalls, ErrorCode.TooManySends, ErrorCode.TooManyAdditions, ErrorCode.TooMuchStored);
        api.MapDelete("/groups/{id}/members/{userId}", Remove)
            .WithName("RemoveMember").WithSummary("Removes a member, or leaves. When the owner leaves, the longest member follows.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.NotInGroup, ErrorCode.NotTheOwner, ErrorCode.TooManySends, ErrorCode.TooMuchStored);
    }

    private static async Task<Created<GroupReply>> Create(
        GroupRequest request, HttpContext context, Caller caller, Costs costs, IOptions<GroupOptions> options,
        KnownUsers users, KnownConversations conversations, TimeProvider time, IGrainFactory grains)
    {
        EnsureIds(request.MemberIds);
        costs.TakeCalls(context, caller, request.MemberIds.Length);
        if (request.MemberIds.Length <= options.Value.MaxMembers)
        {
            await users.EnsureAllAsync(request.MemberIds); // The group refuses more than that.
        }

        string groupId = EntityId.New(time.GetUtcNow());
        await costs.NoticeAsync(
            caller, request.MemberIds.Length, () => grains.GetGrain<IGroupGrain>(groupId).Create(caller.UserId, request.Name, request.MemberIds));
        string conversationId = ConversationKey.Group(groupId);
        conversations.Add(caller.UserId, conversationId);
        return TypedResults.Created($"/api/groups/{groupId}", new GroupReply { GroupId = groupId, ConversationId = conversationId });
    }

    private static async Task<Ok<GroupInfo>> Get(string id, Caller caller, KnownConversations conversations) =>
        TypedResults.Ok(await (await GroupOf(id, caller, conversations)).Get(caller.UserId));

    private static async Task<Ok<MemberPage>> Members(string id, string? limit, string? next, Caller caller, KnownConversations conversations)
    {
        (int most, string? from) = (Paging.Limit(limit), Paging.Cursor(next));
        return TypedResults.Ok(await (await GroupOf(id, caller, conversations)).Members(caller.UserId, most, from));
    }

    private static async Task<NoContent> Add(
        string id, MembersRequest request, HttpContext context, Caller caller, Costs costs, IOptions<GroupOptions> options,
        KnownConversations conversations)
    {
        EnsureIds(request.UserIds);
        if (request.UserIds.Length < 1 || request.UserIds.Length > options.Value.MaxAdded)
        {
            throw new ImException(ErrorCode.InvalidMembers, $"userIds must have from 1 to {options.Value.MaxAdded} entries.");
        }

        costs.TakeCalls(context, caller, request.UserIds.Length);
        IGroupGrain group = await GroupOf(id, caller, conversations);
        await costs.NoticeAsync(caller, request.UserIds.Length, () => group.Add(caller.UserId, request.UserIds));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Remove(string id, string userId, Caller caller, Costs costs, KnownConversations conversations)
    {
        EntityId.EnsureValid(userId);
        IGroupGrain group = await GroupOf(id, caller, conversations);
        await costs.NoticeAsync(caller, people: 1, () => group.Remove(caller.UserId, userId));
        return TypedResults.NoContent();
    }

    private static ValueTask<IGroupGrain> GroupOf(string id, Caller caller, KnownConversations conversations)
    {
        EntityId.EnsureValid(id);
        return conversations.OfGroupAsync(caller.UserId, id);
    }

    private static void EnsureIds(string[] userIds) => Array.ForEach(Required.Members(userIds), EntityId.EnsureValid);
}
