using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Hubs;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Endpoints;

/// <summary>The conversation list and what is in a conversation.</summary>
internal static class ConversationEndpoints
{
    /// <summary>The conversation, twice, and the index of each of the two.</summary>
    private const int WritesOfOpening = 4;

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        GatewayOptions gateway = api.ServiceProvider.GetRequiredService<IOptions<GatewayOptions>>().Value;
        api.MapPost("/conversations/direct", OpenDirect)
            .WithName("OpenDirect").WithSummary("Makes the conversation with another user, or with oneself, exist for both. Repeating it changes nothing.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidId, ErrorCode.UnknownUser, ErrorCode.TooManyCalls, ErrorCode.TooManyConversations);
        api.MapGet("/conversations", List)
            .WithName("ListConversations").WithSummary("The caller's conversations, newest first. With positions=true: how far the others have got, up to 50 members.")
            .Refuses(ErrorCode.InvalidRange, ErrorCode.InvalidCursor, ErrorCode.TooMuchUnsent, ErrorCode.TooManyCalls).AnswersWithPage();
        api.MapPatch("/conversations/{id}", Choose)
            .WithName("ChangeConversationSettings").WithSummary("Changes the caller's notifications of one conversation. Absent members are unchanged.")
            .WithDescription("mutedUntil that has passed ends the mute.")
            .Refuses(ErrorCode.MalformedRequest, ErrorCode.InvalidId, ErrorCode.NotAMember, ErrorCode.InvalidNotifyLevel);
        api.MapGet("/conversations/{id}/messages", History)
            .WithName("GetHistory").WithSummary("Messages after or before a seq, both exclusive, ascending; with neither, the newest. With amendedAfter: those of a range that were amended since.")
            .Refuses(ErrorCode.InvalidId, ErrorCode.InvalidRange, ErrorCode.NotAMember, ErrorCode.TooMuchUnsent).AnswersWithPage();
        api.MapPost("/conversations/{id}/messages", Send)
            .WithMetadata(new RequestSizeLimitAttribute(gateway.MaxJsonFrameBytes))
            .WithName("SendMessages").WithSummary("Stores 1-32 drafts, all or none. A repeated clientMessageId gets the receipt of the first.")
            .Refuses(
                ErrorCode.MalformedRequest, ErrorCode.InvalidId, ErrorCode.InvalidDraft, ErrorCode.UnknownKind, ErrorCode.NotAMember,
                ErrorCode.MessageTooLarge, ErrorCode.TooManySends, ErrorCode.TooMuchStored, ErrorCode.Unavailable);
    }

    private static async Task<Ok<DirectReply>> OpenDirect(
        DirectRequest request, HttpContext context, Caller caller, Costs costs, KnownConversations conversations, KnownUsers users, IGrainFactory grains)
    {
        EntityId.EnsureValid(request.UserId);
        string conversationId = ConversationKey.Direct(caller.UserId, request.UserId);
        if (!await conversations.HasAsync(caller.UserId, conversationId))
        {
            costs.TakeCalls(context, caller, WritesOfOpening);
            await users.EnsureAsync(request.UserId);
        }

        await grains.GetGrain<IDirectConversationGrain>(conversationId).Open(caller.UserId);
        conversations.Add(caller.UserId, conversationId);
        return TypedResults.Ok(new DirectReply { ConversationId = conversationId });
    }

    private static async Task<Ok<ConversationPage>> List(
        string? limit, string? next, string? positions, HttpContext context, Caller caller, Costs costs, IGrainFactory grains)
    {
        (int most, string? from, bool withPositions) = (Paging.Limit(limit), Paging.Cursor(next), Paging.Flag("positions", positions) ?? false);
        costs.TakeCalls(context, caller, withPositions ? most : 0);
        return TypedResults.Ok(await grains.GetGrain<IUserGrain>(caller.UserId).List(most, from, withPositions));
    }

    private static async Task<Ok<ConversationSettings>> Choose(string id, ConversationSettings request, Caller caller, IGrainFactory grains)
    {
        ConversationKey.EnsureValid(id);
        return TypedResults.Ok(await grains.GetGrain<IUserNotifyGrain>(caller.UserId).Choose(id, request));
    }

    private static async Task<Ok<MessagePage>> History(
        string id, string? after, string? before, string? limit, string? amendedAfter, string? amendments, Caller caller, KnownConversations conversations)
    {
        ConversationKey.EnsureValid(id);
        HistoryQuery query = new()
        {
            After = Paging.Seq("after", after),
            Before = Paging.Seq("before", before),
            Limit = Paging.Limit(limit),
            AmendedAfter = Paging.Seq("amendedAfter", amendedAfter),
            Amendments = Paging.Flag("amendments", amendments),
        };
        return TypedResults.Ok(await (await conversations.OfAsync(caller.UserId, id)).History(caller.UserId, query));
    }

    /// <summary>
    /// The same door as the hub's: nothing is awaited before the outbox, so the order of arrival is the order of entries.
    /// </summary>
    internal static async Task<Ok<SendReply>> Send(string id, SendRequest request, Caller caller, CallLimits limits, Outboxes outboxes)
    {
        ConversationKey.EnsureValid(id);
        Arguments.EnsureDrafts(request.Drafts);
        limits.TakeSend(caller, request.Drafts.Length);
        return TypedResults.Ok(new SendReply { Receipts = await outboxes.Send(caller, connectionId: "", id, request.Drafts) });
    }
}
