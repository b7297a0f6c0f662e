using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Ledgers;

/// <summary>
/// Compares what the two of a conversation sent and saw in a slice with what is stored of it. Each rule yields one sentence per violation.
/// </summary>
/// <param name="head">The newest seq before the slice.</param>
/// <param name="stored">Everything stored after it, ascending.</param>
internal sealed class PairAudit(string conversationId, long head, IReadOnlyList<Message> stored, IReadOnlyDictionary<string, Ledger> ledgers)
{
    public IEnumerable<string> Violations() =>
        Numbers().Concat(Unknown()).Concat(ledgers.SelectMany(ledger => Of(ledger.Key, ledger.Value))).Select(sentence => $"{conversationId}: {sentence}");

    /// <summary>The checks for a server without numbers and history.</summary>
    public static IEnumerable<string> Counts(string userId, Ledger ledger)
    {
        foreach (SentMessage message in ledger.Sent.Where(message => !message.IsAcknowledged))
        {
            yield return $"{userId}: {message.ClientMessageId} was not acknowledged";
        }

        foreach (SentMessage message in ledger.Sent.Where(message => message.IsAcknowledged && message.Copies != 1))
        {
            yield return $"{userId}: the peer got {message.ClientMessageId} {message.Copies} times";
        }

        foreach (string complaint in ledger.Complaints)
        {
            yield return $"{userId}: {complaint}";
        }
    }

    private IEnumerable<string> Numbers() => stored
        .Where((message, index) => message.Seq != head + 1 + index)
        .Take(1)
        .Select(message => $"the stored numbers have a hole or a step back before {message.Seq}; {stored.Count} entries after {head}");

    private IEnumerable<string> Unknown()
    {
        foreach (Message message in stored)
        {
            SentMessage? sent = ledgers.TryGetValue(message.SenderId, out Ledger? ledger) ? ledger.Find(message) : null;
            if (sent is null)
            {
                yield return $"{message.Seq} ({message.ClientMessageId}) is stored, but nobody sent it in this slice";
            }
            else if (sent.Text != message.Content.Text)
            {
                yield return $"{message.Seq} ({message.ClientMessageId}) is stored with another text";
            }
        }

        foreach (var twice in stored.GroupBy(message => (message.SenderId, message.ClientMessageId)).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key.ClientMessageId} is stored {twice.Count()} times: {string.Join(", ", twice.Select(message => message.Seq))}";
        }
    }

    private IEnumerable<string> Of(string userId, Ledger ledger) =>
        (ledger.ToldToCheck ? [] : Seen(userId, ledger))
        .Concat(Lost(userId, ledger))
        .Concat(Order(userId, ledger))
        .Concat(Counts(userId, ledger).Where(_ => !ledger.ToldToCheck));

    private IEnumerable<string> Lost(string userId, Ledger ledger)
    {
        ILookup<long, string> found = stored.ToLookup(message => message.Seq, message => message.ClientMessageId);
        foreach (SentMessage message in ledger.Sent.Where(message => message.IsAcknowledged))
        {
            if (!found[message.Seq].Contains(message.ClientMessageId))
            {
                yield return $"{userId}: {message.ClientMessageId} was acknowledged as {message.Seq}, but is not stored there";
            }
        }
    }

    /// <summary>The sends of one connection to one conversation are numbered in the order in which it made them.</summary>
    private static IEnumerable<string> Order(string userId, Ledger ledger)
    {
        long last = 0;
        foreach (SentMessage message in ledger.Sent.Where(message => message.IsAcknowledged))
        {
            if (message.Seq <= last)
            {
                yield return $"{userId}: {message.ClientMessageId} got {message.Seq}, but one sent before it got {last}";
            }

            last = message.Seq;
        }
    }

    /// <summary>Pushes come in the order of the numbers, and with the own receipts there is no hole.</summary>
    private IEnumerable<string> Seen(string userId, Ledger ledger)
    {
        foreach ((long earlier, long later) in ledger.Pushed.Zip(ledger.Pushed.Skip(1)).Where(pair => pair.First >= pair.Second))
        {
            yield return $"{userId}: was pushed {later} after {earlier}";
        }

        HashSet<long> seen = [.. ledger.Pushed, .. ledger.Sent.Select(message => message.Seq)];
        foreach (Message message in stored.Where(message => !seen.Contains(message.Seq)))
        {
            yield return $"{userId}: never saw {message.Seq} ({message.ClientMessageId})";
        }
    }
}
