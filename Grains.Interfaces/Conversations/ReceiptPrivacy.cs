using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The receipts that the privacy of a user allows in one conversation. Receipts are the read and delivered positions, and typing.
/// </summary>
/// <param name="Shows">The others can see the receipts of the user; in a direct conversation only after the user has written there.</param>
/// <param name="Sees">The user can see the receipts of the others.</param>
[GenerateSerializer, Immutable, Alias("im.receipt-privacy")]
public sealed record ReceiptPrivacy([property: Id(0)] bool Shows, [property: Id(1)] bool Sees)
{
    /// <summary>
    /// In a direct conversation receipts go to a person who may see the presence of the user. Contacts are the people whom the user has
    /// written to, and nothing is shown before the user has written: so <c>contacts</c> allows there what <c>everyone</c> allows.
    /// </summary>
    /// <param name="privacy">Complete: with the server's defaults.</param>
    public static ReceiptPrivacy Of(PresencePrivacy privacy, string conversationId)
    {
        bool receipts = privacy.Receipts == ReceiptVisibility.Everyone;
        return new ReceiptPrivacy(
            Shows: receipts && (ConversationKey.IsGroup(conversationId) || privacy.VisibleTo != PresenceVisibility.Nobody),
            Sees: receipts);
    }
}
