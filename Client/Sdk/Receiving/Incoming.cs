using ImOrleans.Client.Events;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>Takes what the server says and never waits, so that nothing piles up in the connection.</summary>
internal sealed class Incoming(ClientEvents events) : IChatClient
{
    /// <summary>New entries.</summary>
    public event Action<PostedMessages>? Posted;

    /// <summary>The user's own world has changed.</summary>
    public event Action<ConversationChange>? Changed;

    /// <summary>A member has read up to a seq, the user too.</summary>
    public event Action<PositionChanged>? ReadMoved;

    /// <summary>Something may have been missed.</summary>
    public event Action? Doubted;

    /// <summary>The session has ended.</summary>
    public event Action<string>? SessionEnded;

    public Task MessagesPosted(PostedMessages[] posted)
    {
        Array.ForEach(posted, one => Posted?.Invoke(one));
        return Task.CompletedTask;
    }

    public Task ReadChanged(string conversationId, string userId, long seq)
    {
        ReadMoved?.Invoke(new PositionChanged(conversationId, userId, seq));
        return Task.CompletedTask;
    }

    public Task DeliveredChanged(string conversationId, string userId, long seq)
    {
        events.Delivered.PostLossy(new PositionChanged(conversationId, userId, seq));
        return Task.CompletedTask;
    }

    public Task Typing(string conversationId, string userId)
    {
        events.Typing.PostLossy(new TypingSeen(conversationId, userId));
        return Task.CompletedTask;
    }

    public Task PresenceChanged(string userId, bool online, DateTimeOffset? lastSeenAt)
    {
        events.Presence.PostLossy(new PresenceChanged(userId, online, lastSeenAt));
        return Task.CompletedTask;
    }

    public Task ConversationChanged(ConversationChange change)
    {
        Changed?.Invoke(change);
        return Task.CompletedTask;
    }

    public Task CheckHeads()
    {
        Doubted?.Invoke();
        return Task.CompletedTask;
    }

    public Task SignedOut(string reason)
    {
        SessionEnded?.Invoke(reason);
        return Task.CompletedTask;
    }
}
