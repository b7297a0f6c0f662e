using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>One change of the stored conversations: all of it or nothing.</summary>
public sealed record ConversationWrite
{
    /// <summary>Conversations whose messages are removed before anything else is written.</summary>
    public IReadOnlyCollection<string> Discarded { get; init; } = [];

    /// <summary>Rows that replace those with the same id.</summary>
    public IReadOnlyCollection<StoredConversation> Conversations { get; init; } = [];

    /// <summary>Messages that replace those with the same conversation and seq.</summary>
    public IReadOnlyCollection<Message> Messages { get; init; } = [];

    /// <summary>The new cursor; null leaves the stored one.</summary>
    public string? Cursor { get; init; }
}
