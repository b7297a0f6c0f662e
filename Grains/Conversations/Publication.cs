using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>Publishes stored entries to members. It runs before the senders get their receipts, and delays nothing.</summary>
internal sealed class Publication(
    string conversationId,
    RosterLease roster,
    MemberPositions positions,
    Authors authors,
    DeliveryWatch watch,
    LiveLane live,
    EntryKinds kinds,
    Erasure erasure)
{
    private (long From, long To) unheard;
    private long pushed;

    /// <summary>The previous activation may have died between storing these entries and pushing them: a retry of one pushes it.</summary>
    public void Doubt(long from, long to) => unheard = (from, to);

    public void Publish(PendingEntries entries, AppendReceipt[] receipts)
    {
        Roster recipients = entries.Recipients;
        if (entries.Change is { } change)
        {
            // A leaving member still gets this entry, and a joining member gets it first.
            recipients = change.Joined.Length == 0 ? recipients : recipients.With(change with { Left = [] }, receipts[0].Seq);
            roster.Apply(change, receipts[0].Seq);
            positions.Forget(change.Left);
            watch.Forget(change.Left);
        }

        List<Message> messages = SendReceipts.NewMessages(conversationId, entries, receipts, unheard, kinds);
        if (messages.Count > 0)
        {
            if (Array.Exists(receipts, receipt => receipt.Duplicate))
            {
                messages.Sort((one, other) => one.Seq.CompareTo(other.Seq)); // A send can repeat an older entry behind a new one.
            }

            AppendReceipt last = receipts.Last(receipt => receipt.Seq == messages[^1].Seq);
            watch.Posted(messages[0].Seq, new LogPosition(last.Seq, last.Ordinal, last.SentAt));
            Post(messages, entries, SendReceipts.Readers(recipients, receipts));
        }

        if (entries.Change is null)
        {
            Sent(entries, receipts);
        }

        if (Array.Exists(entries.Overlays, overlay => overlay?.RedactedBy is not null))
        {
            erasure.Start();
        }
    }

    /// <summary>
    /// Connections are pushed entries in the order of their numbers. An unheard entry can be recognised after a newer entry was pushed:
    /// then its readers compare their heads instead.
    /// </summary>
    private void Post(List<Message> messages, PendingEntries entries, Roster readers)
    {
        int late = messages.RemoveAll(message => message.Seq <= pushed);
        pushed = messages.Count > 0 ? messages[^1].Seq : pushed;
        if (late > 0)
        {
            live.PostHeadsMovedAsync(readers).Ignore();
        }

        if (messages.Count > 0)
        {
            live.Post(new Posting(messages, entries.ConnectionId, readers, entries.Change?.Left ?? []));
        }
    }

    /// <summary>
    /// An entry about another one moves no read position and is no reply, so the sender's user grain is not notified of it here.
    /// </summary>
    private void Sent(PendingEntries entries, AppendReceipt[] receipts)
    {
        for (int i = 0; i < receipts.Length; i++)
        {
            if (entries.Drafts[i].Target is null)
            {
                authors.Add(entries.SenderId);
                watch.Sent(entries.SenderId, entries.DeviceId, receipts[i].Seq, receipts[i].Ordinal);
            }
        }
    }
}
