using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>Makes receipts of the protocol from stored entries.</summary>
internal static class SendReceipts
{
    public static SendOutcome Of(string conversationId, PendingEntries entries, AppendReceipt[] stored) => new()
    {
        Receipts = [.. stored.Select((receipt, index) => ReceiptOf(conversationId, entries.Drafts[index].ClientMessageId, receipt))],
    };

    /// <summary>The first receipts of drafts that are all stored already; null when one of them is new.</summary>
    public static async Task<SendOutcome?> FindAsync(IMessageLog log, string conversationId, string senderId, MessageDraft[] drafts)
    {
        if (drafts.Length == 0 || drafts.Any(draft => draft?.ClientMessageId is not { Length: >= 1 and <= ProtocolLimits.IdLength }))
        {
            return null;
        }

        string[] ids = [.. drafts.Select(draft => draft.ClientMessageId).Distinct()];
        IReadOnlyDictionary<string, AppendReceipt> known = await log.FindAsync(conversationId, senderId, ids);
        return known.Count < ids.Length ? null : new SendOutcome
        {
            Receipts = [.. drafts.Select(draft => ReceiptOf(conversationId, draft.ClientMessageId, known[draft.ClientMessageId]))],
        };
    }

    /// <summary>The entries that this append was the first to store, and those within <paramref name="unheard"/>.</summary>
    public static List<Message> NewMessages(string conversationId, PendingEntries entries, AppendReceipt[] stored, (long From, long To) unheard, EntryKinds kinds)
    {
        var messages = new List<Message>(stored.Length);
        for (int i = 0; i < stored.Length; i++)
        {
            if (!stored[i].Duplicate || (stored[i].Seq >= unheard.From && stored[i].Seq <= unheard.To))
            {
                messages.Add(NewMessage(conversationId, entries, i, stored[i], kinds));
            }
        }

        return messages;
    }

    /// <summary>The recipients who can read these entries: an entry that is pushed late is not for members who joined after it.</summary>
    public static Roster Readers(Roster recipients, AppendReceipt[] stored) =>
        Array.Exists(stored, receipt => receipt.Duplicate) ? recipients.ReadersOf(stored.Min(receipt => receipt.Seq)) : recipients;

    private static Message NewMessage(string conversationId, PendingEntries entries, int index, AppendReceipt stored, EntryKinds kinds)
    {
        MessageDraft draft = entries.Drafts[index];
        return new Message
        {
            ConversationId = conversationId,
            Seq = stored.Seq,
            MessageId = stored.MessageId,
            SenderId = entries.SenderId,
            ClientMessageId = draft.ClientMessageId,
            Kind = draft.Kind,
            Content = draft.Content,
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.SentAt),
            ReplyTo = draft.ReplyTo,
            Mentions = draft.Mentions,
            Counts = kinds[draft.Kind].Counts ? null : false,
            Target = draft.Target,
            Overlay = draft.Target is null ? null : entries.Overlays[index]?.ToProtocol(stored.Seq),
        };
    }

    private static SendReceipt ReceiptOf(string conversationId, string clientMessageId, AppendReceipt stored) => new()
    {
        ConversationId = conversationId,
        ClientMessageId = clientMessageId,
        Seq = stored.Seq,
        MessageId = stored.MessageId,
        SentAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.SentAt),
        Duplicate = stored.Duplicate,
    };
}
