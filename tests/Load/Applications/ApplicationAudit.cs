using System.Globalization;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Applications;

/// <summary>Compares the promises that an application got with the stored entries. Pure.</summary>
internal static class ApplicationAudit
{
    /// <returns>A sentence for each broken promise.</returns>
    public static IEnumerable<string> Judge(string username, (int Number, string ClientMessageId)[] queued, string[][] lines, Message[] stored) =>
    [
        .. Sent(username, queued, stored),
        .. Received(username, lines, stored),
    ];

    private static IEnumerable<string> Sent(string username, (int Number, string ClientMessageId)[] queued, Message[] stored)
    {
        Message[] own = [.. stored.Where(message => message.Content.Text?.StartsWith($"{username} ", StringComparison.Ordinal) == true)];
        HashSet<string> ids = [.. own.Select(message => message.ClientMessageId)];
        foreach (var (number, id) in queued.Where(message => !ids.Contains(message.ClientMessageId)))
        {
            yield return $"{username} had message {number} ({id}) in its outbox, and it is not stored.";
        }

        foreach (IGrouping<string?, Message> twice in own.GroupBy(message => message.Content.Text).Where(group => group.Count() > 1))
        {
            yield return $"'{twice.Key}' is stored {twice.Count()} times: {string.Join(", ", twice.Select(message => message.Seq))}.";
        }

        int[] numbers = [.. own.Select(message => int.Parse(message.Content.Text!.Split(' ')[1], CultureInfo.InvariantCulture))];
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] < numbers[i - 1])
            {
                yield return $"{username} wrote {numbers[i]} before {numbers[i - 1]}, and it is stored behind it, as {own[i].Seq}.";
            }
        }
    }

    private static IEnumerable<string> Received(string username, string[][] lines, Message[] stored)
    {
        Dictionary<long, string> ids = stored.ToDictionary(message => message.Seq, message => message.ClientMessageId);
        long upTo = 0;
        foreach (string[] line in lines.Where(line => line[0] is "got" or "again"))
        {
            long seq = long.Parse(line[1], CultureInfo.InvariantCulture);
            if (ids.GetValueOrDefault(seq) != line[2])
            {
                yield return $"{username} was shown {line[2]} as {seq}, where {ids.GetValueOrDefault(seq, "nothing")} is stored.";
            }

            // Again: the process before may have died before it could say that it was shown it.
            if (seq != upTo + 1 && (line[0] == "got" || seq > upTo + 1))
            {
                yield return $"{username} was shown {seq} after {upTo}.";
            }

            upTo = Math.Max(upTo, seq);
        }

        foreach (string[] skipped in lines.Where(line => line[0] == "skipped"))
        {
            yield return $"{username} got no entries from {skipped[1]} to {skipped[2]}: they were reported as skipped.";
        }

        if (upTo != stored.Length)
        {
            yield return $"{username} was shown up to {upTo} of {stored.Length}.";
        }
    }
}
