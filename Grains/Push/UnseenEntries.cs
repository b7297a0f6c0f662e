using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Push;

/// <summary>Reads what a notification is about: the unread messages of others, by position, in one read for each conversation.</summary>
internal sealed class UnseenEntries(string userId, IMessageLog log, PushOptions options)
{
    /// <summary>Bodies of one read. A large message comes alone.</summary>
    private const int MaxBytes = 256 * 1024;
    private readonly Dictionary<string, IReadOnlyList<Message>> read = new(StringComparer.Ordinal);

    /// <summary>The messages that notify this user, oldest first, up to a position.</summary>
    public async Task<Message[]> ReadAsync(string conversationId, NotifyFact fact, long upTo, long head)
    {
        if (!read.TryGetValue(conversationId, out IReadOnlyList<Message>? messages))
        {
            long after = Math.Max(fact.ReadUpTo, fact.FirstSeq - 1);
            LogRange range = new(after, head + 1, options.MaxEntries, Newest: true) { Amendments = false, MaxBytes = MaxBytes };
            LogPage page = await log.ReadAsync(conversationId, range);
            read[conversationId] = messages =
            [
                .. page.Entries.Where(entry => entry is { Counts: true, Body.IsEmpty: false } && entry.SenderId != userId)
                    .Select(entry => EntryBody.ToMessage(conversationId, entry, fact.FirstSeq))
                    .Where(message => message.Overlay?.RedactedBy is null && IsWanted(message, fact)),
            ];
        }

        return [.. messages.Where(message => message.Seq <= upTo)];
    }

    private bool IsWanted(Message message, NotifyFact fact) =>
        fact.Notify != NotifyLevel.Mentions || message.Mentions?.Contains(userId) == true;
}
