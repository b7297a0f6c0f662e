using System.Globalization;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace ImOrleans.Load.Baseline;

/// <summary>
/// Stores, pushes, acknowledges. No membership, no numbers per conversation, no recognition of repeated sends, no order, one device per
/// user: what the comparison shows is the price of these.
/// </summary>
internal sealed class BaselineHub(BaselineLog log, BaselineUsers users, TimeProvider time) : Hub<IChatClient>
{
    private string UserId => (string)Context.Items["user"]!;

    public override Task OnConnectedAsync()
    {
        string userId = Context.GetHttpContext()!.Request.Query["user"].ToString();
        Context.Items["user"] = userId;
        users.Enter(userId, Context.ConnectionId);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        users.Leave(UserId, Context.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>Answered once the connection is entered.</summary>
    public Task<string> Ready() => Task.FromResult(Context.ConnectionId);

    /// <param name="conversationId"><c>d:{a}:{b}</c>.</param>
    public async Task<SendReceipt[]> Send(string conversationId, MessageDraft[] drafts)
    {
        string sender = UserId;
        DateTimeOffset now = time.GetUtcNow();
        long first = await log.AppendAsync(conversationId, sender, now.ToUnixTimeMilliseconds(), drafts);
        if (users.ConnectionOf(PeerOf(conversationId, sender)) is { } peer)
        {
            Message[] messages = [.. drafts.Select((draft, index) => MessageOf(conversationId, sender, now, first + index, draft))];
            await Clients.Client(peer).MessagesPosted([new PostedMessages { ConversationId = conversationId, Messages = messages }]);
        }

        return [.. drafts.Select((draft, index) => ReceiptOf(conversationId, now, first + index, draft))];
    }

    private static Message MessageOf(string conversationId, string sender, DateTimeOffset now, long id, MessageDraft draft) => new()
    {
        ConversationId = conversationId,
        Seq = id,
        MessageId = id.ToString(CultureInfo.InvariantCulture),
        SenderId = sender,
        ClientMessageId = draft.ClientMessageId,
        Kind = draft.Kind,
        Content = draft.Content,
        SentAt = now,
    };

    private static SendReceipt ReceiptOf(string conversationId, DateTimeOffset now, long id, MessageDraft draft) => new()
    {
        ConversationId = conversationId,
        ClientMessageId = draft.ClientMessageId,
        Seq = id,
        MessageId = id.ToString(CultureInfo.InvariantCulture),
        SentAt = now,
        Duplicate = false,
    };

    private static string PeerOf(string conversationId, string userId)
    {
        string[] parts = conversationId.Split(':');
        return parts[1] == userId ? parts[2] : parts[1];
    }
}
