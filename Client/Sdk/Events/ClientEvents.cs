using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Events;

/// <summary>All events for the application, on one loop.</summary>
internal sealed class ClientEvents(EventLoop loop)
{
    public EventHandlers<ClientStateChanged> State { get; } = new(loop);

    public EventHandlers<MessagesReceived> Messages { get; } = new(loop);

    public EventHandlers<MessagesAmended> Amended { get; } = new(loop);

    public EventHandlers<ConversationDiscarded> Discarded { get; } = new(loop);

    public EventHandlers<SendStateChanged> Sending { get; } = new(loop);

    public EventHandlers<PositionChanged> Read { get; } = new(loop);

    public EventHandlers<PositionChanged> Delivered { get; } = new(loop);

    public EventHandlers<TypingSeen> Typing { get; } = new(loop);

    public EventHandlers<PresenceChanged> Presence { get; } = new(loop);

    public EventHandlers<ConversationUpdated> Conversations { get; } = new(loop);

    public EventHandlers<ProfileChanged> Profiles { get; } = new(loop);

    public EventHandlers<Synced> Syncs { get; } = new(loop);

    public EventHandlers<StoreStateChanged> Store { get; } = new(loop);

    public void PostAmended(string conversationId, IReadOnlyCollection<Message> messages)
    {
        if (messages.Count > 0)
        {
            Amended.Post(new MessagesAmended(conversationId, messages));
        }
    }

    /// <summary>Raises the events that a change of the user's own world stands for.</summary>
    public void Report(ConversationChange change)
    {
        Conversations.PostLossy(new ConversationUpdated(change));
        if (change is { Kind: ChangeKind.Profile, UserId: { } userId })
        {
            Profiles.Post(new ProfileChanged(userId, change.Profile));
        }
    }
}
