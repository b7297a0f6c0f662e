using ImOrleans.Client.Kinds;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Entries under their overlays: edited content takes the place of the content, and of a deleted one nothing is left. An overlay gives way
/// only to one with a higher <see cref="MessageOverlay.OverlaySeq"/>. Pure.
/// </summary>
internal static class Overlays
{
    /// <returns>The same instance when the overlay says nothing new.</returns>
    public static Message Under(MessageOverlay? overlay, Message message) => overlay is null || overlay.OverlaySeq <= SeqOf(message)
        ? message
        : overlay.RedactedBy is null
            ? message with { Overlay = overlay, Content = overlay.Content ?? message.Content, EditedAt = overlay.EditedAt ?? message.EditedAt }
            : message with { Overlay = overlay, Content = new MessageContent(), EditedAt = null, Mentions = null };

    /// <summary>An entry as it came from the server. With a target, its overlay is that of the target.</summary>
    public static Message Received(Message message) =>
        message is { Target: null, Overlay: { } overlay } ? Under(overlay, message with { Overlay = null }) : message;

    /// <summary>
    /// The part of an entry that is stored. The effect on another entry is stored with that entry; a copy here would outlive a deletion.
    /// </summary>
    public static Message Kept(Message message) =>
        message.Target is null || ClientKinds.IsShown(message) ? message : message with { Overlay = null, Content = new MessageContent() };

    /// <summary>The newer of two copies of one entry.</summary>
    public static Message Newer(Message one, Message? other) => other is not null && SeqOf(other) > SeqOf(one) ? other : one;

    private static long SeqOf(Message message) => message.Target is null ? message.Overlay?.OverlaySeq ?? 0 : 0;
}
