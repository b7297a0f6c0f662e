using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>What the log says of stored entries, in the words of the protocol.</summary>
internal static class Receipts
{
    public static SendOutcome Of(string conversationId, PendingEntries entries, AppendReceipt[] stored) => new()
    {
        Receipts = [.. stored.Select((receipt, index) => new SendReceipt
        {
            ConversationId = conversationId,
            ClientMessageId = entries.Drafts[index].ClientMessageId,
            Seq = receipt.Seq,
            MessageId = receipt.MessageId,
            SentAt = DateTimeOffset.FromUnixTimeMilliseconds(receipt.SentAt),
            Duplicate = receipt.Duplicate,
        })],
    };

    /// <summary>The first receipts of drafts that are all stored already; null when one of them is new.</summary>
    public static async Task<SendOutcome?> FindAsync(IMessageLog log, string conversationId, string senderId, MessageDraft[] drafts)
    {
        if (drafts.Length == 0 || drafts.Any(draft => draft?.ClientMessageId is not { Length: >= 1 and <= 64 }))
        {
            return null;
        }

        string[] ids = [.. drafts.Select(draft => draft.ClientMessageId).Distinct()];
        var known = await log.FindAsync(conversationId, senderId, ids);
        return known.Count < ids.Length ? null : new SendOutcome
        {
            Receipts = [.. drafts.Select(draft => Duplicate(conversationId, known[draft.ClientMessageId]))],
        };
    }

    /// <summary>The entries that this append was the first to store, and those within <paramref name="unheard"/>.</summary>
    public static List<Message> NewMessages(string conversationId, PendingEntries entries, AppendReceipt[] stored, (long From, long To) unheard)
    {
        var messages = new List<Message>(stored.Length);
        for (int i = 0; i < stored.Length; i++)
        {
            if (!stored[i].Duplicate || (stored[i].Seq >= unheard.From && stored[i].Seq <= unheard.To))
            {
                messages.Add(NewMessage(conversationId, entries.SenderId, entries.Drafts[i], stored[i]));
            }
        }

        return messages;
    }

    /// <summary>Those of the recipients who may read these entries: one that is told late is none of the business of who joined after it.</summary>
    public static Roster Readers(Roster recipients, AppendReceipt[] stored) =>
        Array.Exists(stored, receipt => receipt.Duplicate) ? recipients.ReadersOf(stored.Min(receipt => receipt.Seq)) : recipients;

    private static Message NewMessage(string conversationId, string senderId, MessageDraft draft, AppendReceipt stored) => new()
    {
        ConversationId = conversationId,
        Seq = stored.Seq,
        MessageId = stored.MessageId,
        SenderId = senderId,
        ClientMessageId = draft.ClientMessageId,
        Kind = draft.Kind,
        Content = draft.Content,
        SentAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.SentAt),
        ReplyTo = draft.ReplyTo,
        Mentions = draft.Mentions,
    };

    private static SendReceipt Duplicate(string conversationId, StoredEntry entry) => new()
    {
        ConversationId = conversationId,
        ClientMessageId = entry.ClientMessageId,
        Seq = entry.Seq,
        MessageId = entry.MessageId,
        SentAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.SentAt),
        Duplicate = true,
    };
}
