using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Presence;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hubs;

/// <summary>Everything a connected client may ask. It decides nothing: it adds who is asking and passes it on.</summary>
[Authorize]
internal sealed class ChatHub(
    Outboxes outboxes,
    Admission admission,
    KnownConversations conversations,
    PresenceWatches watches,
    IOptions<PresenceOptions> presence,
    IOptions<GatewayOptions> options,
    IGrainFactory grains) : Hub<IChatClient>, IChatHub
{
    public override Task OnConnectedAsync() => admission.Admit(Context.Features.GetRequiredFeature<ChatConnection>());

    public Task<SyncResult> Sync(SyncRequest request)
    {
        ChatConnection me = Me();
        Arguments.EnsureSync(request, options.Value);
        me.Window.Reset();
        return me.Reads.RunAsync(() => User(me).Sync(request));
    }

    public Task<SendReceipt[]> Send(string conversationId, MessageDraft[] drafts)
    {
        // No await before the outbox: SignalR starts the calls of a connection in order, and here that order is kept.
        ChatConnection me = Me();
        ConversationKey.EnsureValid(conversationId);
        Arguments.EnsureDrafts(drafts);
        me.Budget.TakeSend(drafts.Length);
        return outboxes.Send(me.Caller, me.Id, conversationId, drafts);
    }

    public Task<MessagePage> History(string conversationId, HistoryQuery query)
    {
        ChatConnection me = Me();
        Arguments.EnsureGiven(query, nameof(query));
        ConversationKey.EnsureValid(conversationId);
        return me.Reads.RunAsync(async () => await (await conversations.OfAsync(me.Caller.UserId, conversationId)).History(me.Caller.UserId, query));
    }

    public Task Delivered(ConversationPosition[] positions)
    {
        ChatConnection me = Me();
        Arguments.EnsurePositions(positions, options.Value);
        me.Window.Acknowledge(positions);
        me.Acks.Add(positions);
        return Task.CompletedTask;
    }

    public Task Read(string conversationId, long seq)
    {
        ChatConnection me = Me();
        ConversationKey.EnsureValid(conversationId);
        Arguments.EnsureSeq(seq);
        return User(me).Read(conversationId, seq, me.Id);
    }

    public async Task Typing(string conversationId)
    {
        ChatConnection me = Me();
        ConversationKey.EnsureValid(conversationId);
        if (me.Typing.TryPass(conversationId))
        {
            await (await conversations.OfAsync(me.Caller.UserId, conversationId)).Typing(me.Caller.UserId);
        }
    }

    public Task<UserPresence[]> WatchPresence(string[] userIds)
    {
        ChatConnection me = Me();
        Arguments.EnsureGiven(userIds, nameof(userIds));
        string[] watched = WatchedIds.Of(userIds, presence.Value);
        if (WatchedIds.CallsFor(watched) is > 0 and int calls)
        {
            me.Budget.TakeCalls(calls);
        }

        return watches.Watch(me, watched);
    }

    public Task ReportState(string state)
    {
        ChatConnection me = Me();
        admission.Report(me, Arguments.IsForeground(state));
        return Task.CompletedTask;
    }

    private ChatConnection Me()
    {
        ChatConnection me = Context.Features.GetRequiredFeature<ChatConnection>();
        me.EnsureOpen();
        me.Budget.TakeCall();
        return me;
    }

    private IUserGrain User(ChatConnection me) => grains.GetGrain<IUserGrain>(me.Caller.UserId);
}
