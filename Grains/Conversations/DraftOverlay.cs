using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>The overlay of a draft's target, as it is with the draft.</summary>
/// <param name="Seq">Null for the seq that the draft is about to get; given when the draft was stored before.</param>
/// <param name="RedactedBy">The kind of the entry that took the content away.</param>
internal sealed record DraftOverlay(EntryOverlay Overlay, long? Seq, string? RedactedBy)
{
    public MessageOverlay ToProtocol(long seq) => Overlay.ToProtocol(Seq ?? seq, RedactedBy);
}
