using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Removes the content of everything that one user sent, in bounded steps: one entry of the server for each message, so that every client
/// that knows overlays follows. A repeated step finds nothing left to remove.
/// </summary>
internal sealed class SenderErasure(
    string conversationId, IMessageLog log, EntryKinds kinds, AppendQueue queue, ConversationOptions options)
{
    private const int PageLimit = 1_000;

    /// <summary>An entry and the amendment of its target are two operations of the log.</summary>
    private readonly int maxTargets = Math.Max(1, Math.Min(options.MaxAppend, log.Limits.Operations) / 2);

    /// <summary>One page of the log.</summary>
    /// <returns>The place from which the next step goes on; null at the end.</returns>
    public async Task<long?> EraseAsync(string senderId, long after, int maxBytes)
    {
        LogPage page = await log.ReadAsync(
            conversationId, new LogRange(after, long.MaxValue, PageLimit, Newest: false) { Amendments = false, MaxBytes = maxBytes });
        long[] targets = [.. page.Entries.Where(entry => entry.SenderId == senderId && HasContent(entry)).Select(entry => entry.Seq)];
        foreach (long[] chunk in targets.Chunk(maxTargets))
        {
            await queue.AppendAsync(Erasing(chunk));
        }

        return page.To <= after || page.To >= queue.Head.Seq ? null : page.To;
    }

    private bool HasContent(StoredEntry entry) => !entry.Body.IsEmpty && kinds[entry.Kind].Writers != Writers.Server;

    private static PendingEntries Erasing(long[] targets) => new()
    {
        SenderId = Message.Server,
        ConnectionId = "",
        Drafts =
        [
            .. targets.Select(target => new MessageDraft
            {
                ClientMessageId = $"erase-{target}",
                Kind = MessageKind.Erase,
                Content = new MessageContent(),
                Target = target,
            }),
        ],
    };
}
