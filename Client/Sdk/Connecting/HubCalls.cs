using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Client.Connecting;

/// <summary>The hub as this client calls it. Each call fails with an <see cref="Protocol.Errors.ImException"/>.</summary>
internal sealed class HubCalls(Connection connection) : IChatHub
{
    public Task<SyncResult> Sync(SyncRequest request) => connection.CallAsync<SyncResult>(nameof(Sync), request);

    public Task<SendReceipt[]> Send(string conversationId, MessageDraft[] drafts) =>
        connection.CallAsync<SendReceipt[]>(nameof(Send), conversationId, drafts);

    public Task<MessagePage> History(string conversationId, HistoryQuery query) =>
        connection.CallAsync<MessagePage>(nameof(History), conversationId, query);

    public Task Delivered(ConversationPosition[] positions) => connection.CallAsync<object>(nameof(Delivered), [positions]);

    public Task Read(string conversationId, long seq) => connection.CallAsync<object>(nameof(Read), conversationId, seq);

    public Task Typing(string conversationId) => connection.CallAsync<object>(nameof(Typing), conversationId);

    public Task<UserPresence[]> WatchPresence(string[] userIds) => connection.CallAsync<UserPresence[]>(nameof(WatchPresence), [userIds]);

    public Task ReportState(string state) => connection.CallAsync<object>(nameof(ReportState), state);
}
