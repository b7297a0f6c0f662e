using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Events;

/// <summary>Entries that this device has stored were edited or deleted.</summary>
/// <param name="ConversationId">Of which conversation.</param>
/// <param name="Messages">As they are now: with the new content and <see cref="Message.EditedAt"/>, or without content.</param>
public sealed record MessagesAmended(string ConversationId, IReadOnlyCollection<Message> Messages);

/// <summary>
/// The server was restored from an older copy of its data. Discard all entries of this conversation: the server gives their numbers to
/// other entries. The newest entries follow with <see cref="MessagesReceived"/>.
/// </summary>
/// <param name="ConversationId">Of which conversation.</param>
public sealed record ConversationDiscarded(string ConversationId);
