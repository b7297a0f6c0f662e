using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>The entry that another one is about, as it is when that one gets its number.</summary>
/// <param name="Overlay">The effect of later entries on it so far.</param>
internal sealed record EntryTarget(long Seq, string Kind, string SenderId, DateTimeOffset SentAt, MessageContent Content, EntryOverlay Overlay);
