using ImOrleans.Client.Kinds;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Receiving;

/// <summary>How the row of a conversation changes. Pure.</summary>
internal static class ConversationRules
{
    /// <param name="messages">The next ones, in order and each under its overlay; none when entries are only skipped.</param>
    /// <param name="upTo">The last seq that is now applied.</param>
    public static StoredConversation Append(StoredConversation row, IReadOnlyList<Message> messages, long upTo, string me)
    {
        foreach (Message message in messages.Where(message => message.Seq > row.CountedUpTo))
        {
            bool hasRead = message.SenderId == me && ClientKinds.MovesPosition(message);
            row = row with
            {
                Unread = hasRead ? 0 : row.Unread + (ClientKinds.CountsAsUnread(message, me) && message.Seq > row.ReadUpTo ? 1 : 0),
                ReadUpTo = hasRead ? Math.Max(row.ReadUpTo, message.Seq) : row.ReadUpTo,
                ReadTold = hasRead ? Math.Max(row.ReadTold, message.Seq) : row.ReadTold,
                CountedUpTo = message.Seq,
            };
        }

        if (messages.Count == 0 && row.Applied is > 0 and { } before)
        {
            row = Doubt(row, before, before);
        }

        foreach (Message message in messages)
        {
            row = message switch
            {
                { Target: { } target, Overlay: null } => Doubt(row, message.Seq - 1, target),
                { Target: { } target } when target == row.LastMessage?.Seq => row with { LastMessage = Overlays.Under(message.Overlay, row.LastMessage) },
                _ => row,
            };
        }

        return row with
        {
            Applied = upTo,
            Head = Math.Max(row.Head, upTo),
            LastMessage = messages.LastOrDefault(ClientKinds.IsPreview) ?? row.LastMessage,
        };
    }

    /// <summary>Stored entries up to a place may have been changed by entries that this device does not have.</summary>
    /// <param name="after">All changes up to this entry are known.</param>
    public static StoredConversation Doubt(StoredConversation row, long after, long upTo) => row with
    {
        StaleAfter = Math.Min(row.StaleAfter ?? after, after),
        StaleUpTo = Math.Max(row.StaleUpTo, upTo),
    };

    /// <param name="changed">Stored entries as they are now.</param>
    public static StoredConversation Amend(StoredConversation row, IReadOnlyCollection<Message> changed) =>
        row with { LastMessage = changed.FirstOrDefault(message => message.Seq == row.LastMessage?.Seq) ?? row.LastMessage };

    /// <summary>Applies the head of a conversation from a sync. Positions never move back.</summary>
    /// <param name="heard">The newest entry that this device knew of: entries above it were missed.</param>
    public static StoredConversation Sync(StoredConversation row, ConversationHead head, long heard, ImClientOptions options)
    {
        long most = row.Applied is null ? options.MaxFirstCatchUp : options.MaxCatchUp;
        long missed = head.Head - Math.Max(head.FirstSeq - 1, Math.Max(row.Head, heard));
        bool isNews = head.Head >= row.CountedUpTo && head.ReadUpTo >= row.ReadUpTo;
        return row with
        {
            IsMember = true,
            Head = Math.Max(row.Head, head.Head),
            FirstSeq = head.FirstSeq,
            JumpTo = missed > most ? head.Head - most : row.JumpTo,
            ReadUpTo = Math.Max(row.ReadUpTo, head.ReadUpTo),
            ReadTold = Math.Max(row.ReadTold, head.ReadUpTo),
            Unread = isNews ? head.Unread : row.Unread,
            CountedUpTo = isNews ? head.Head : row.CountedUpTo,
        };
    }

    /// <param name="later">The stored messages after <paramref name="seq"/>.</param>
    /// <param name="isTold">Whether the server knows it.</param>
    public static StoredConversation Read(StoredConversation row, long seq, IEnumerable<Message> later, string me, bool isTold) => row with
    {
        ReadUpTo = Math.Max(row.ReadUpTo, seq),
        ReadTold = isTold ? Math.Max(row.ReadTold, seq) : row.ReadTold,
        Unread = seq > row.ReadUpTo ? Math.Min(row.Unread, later.Count(message => ClientKinds.CountsAsUnread(message, me))) : row.Unread,
    };
}
