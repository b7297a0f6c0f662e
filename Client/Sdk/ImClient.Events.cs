using ImOrleans.Client.Events;

namespace ImOrleans.Client;

/// <content>
/// Handlers run on the thread pool, one at a time over all events of a client, in the order of the events. A slow handler delays the others
/// but loses no message: messages that do not fit in memory are fetched again later. An exception of a handler is logged, and the event
/// counts as handled.
/// </content>
public sealed partial class ImClient
{
    /// <summary>
    /// The next entries of a conversation: each once and in order, the user's own included. They are in the store when the handler runs,
    /// and acknowledged as delivered when it has. Only when the process dies while the handler runs it gets them once more.
    /// </summary>
    public event Func<MessagesReceived, Task> MessagesReceived
    {
        add => parts.Events.Messages.Add(value);
        remove => parts.Events.Messages.Remove(value);
    }

    /// <summary>
    /// Entries that are stored here were edited or deleted. The store has them as they are now when the handler runs. Entries that change
    /// others also come with <see cref="MessagesReceived"/>, in their place.
    /// </summary>
    public event Func<MessagesAmended, Task> MessagesAmended
    {
        add => parts.Events.Amended.Add(value);
        remove => parts.Events.Amended.Remove(value);
    }

    /// <summary>The server was restored from an older copy of its data: discard what the application has of this conversation.</summary>
    public event Func<ConversationDiscarded, Task> ConversationDiscarded
    {
        add => parts.Events.Discarded.Add(value);
        remove => parts.Events.Discarded.Remove(value);
    }

    /// <summary>Connected, or not any more, or signed out.</summary>
    public event Func<ClientStateChanged, Task> StateChanged
    {
        add => parts.Events.State.Add(value);
        remove => parts.Events.State.Remove(value);
    }

    /// <summary>A message of the outbox was queued, sent, refused or discarded.</summary>
    public event Func<SendStateChanged, Task> SendStateChanged
    {
        add => parts.Events.Sending.Add(value);
        remove => parts.Events.Sending.Remove(value);
    }

    /// <summary>A member has read entries; the user too, on another device. The event can be lost.</summary>
    public event Func<PositionChanged, Task> ReadChanged
    {
        add => parts.Events.Read.Add(value);
        remove => parts.Events.Read.Remove(value);
    }

    /// <summary>A device of another member has received messages. May be lost.</summary>
    public event Func<PositionChanged, Task> DeliveredChanged
    {
        add => parts.Events.Delivered.Add(value);
        remove => parts.Events.Delivered.Remove(value);
    }

    /// <summary>A member is typing. The event can be lost.</summary>
    public event Func<TypingSeen, Task> TypingSeen
    {
        add => parts.Events.Typing.Add(value);
        remove => parts.Events.Typing.Remove(value);
    }

    /// <summary>A watched user came online or went offline. The event can be lost.</summary>
    public event Func<PresenceChanged, Task> PresenceChanged
    {
        add => parts.Events.Presence.Add(value);
        remove => parts.Events.Presence.Remove(value);
    }

    /// <summary>
    /// The user, or a person in a conversation of the user, has another name or avatar. Missed changes come with the next sync.
    /// </summary>
    public event Func<ProfileChanged, Task> ProfileChanged
    {
        add => parts.Events.Profiles.Add(value);
        remove => parts.Events.Profiles.Remove(value);
    }

    /// <summary>Joined, left, renamed, read elsewhere, a setting. May be lost; what it changed is in <see cref="Conversations"/>.</summary>
    public event Func<ConversationUpdated, Task> ConversationUpdated
    {
        add => parts.Events.Conversations.Add(value);
        remove => parts.Events.Conversations.Remove(value);
    }

    /// <summary>After a connect or a check: everything that had moved was fetched, stored and handled.</summary>
    public event Func<Synced, Task> Synced
    {
        add => parts.Events.Syncs.Add(value);
        remove => parts.Events.Syncs.Remove(value);
    }

    /// <summary>
    /// The store began to fail, or works again. Meanwhile the client receives nothing, and the server keeps the messages: see
    /// <see cref="StoreError"/>.
    /// </summary>
    public event Func<StoreStateChanged, Task> StoreStateChanged
    {
        add => parts.Events.Store.Add(value);
        remove => parts.Events.Store.Remove(value);
    }
}
