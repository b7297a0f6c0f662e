using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Users;

/// <summary>What a device that knows a cursor has to hear of an index. Pure; the index is verified and stored before.</summary>
internal static class SyncAnswer
{
    public const int MaxHeads = 500;
    public const int MaxPage = ProtocolLimits.Page;

    public static SyncResult Of(string userId, ConversationIndex index, SyncRequest request, DateTimeOffset now)
    {
        SyncCursor? cursor = SyncCursor.Parse(request.Cursor);
        string owner = SyncCursor.TagOf(userId);
        bool reset = cursor is { } known
            && (known.Owner != owner || known.Place > index.Sequence || known.Since > index.Sequence || known.Since < index.Trimmed);
        bool nothingKnown = cursor is null && request.Heads is null;
        IndexEntry[] behind = reset ? [] : [.. Behind(index, request.Heads).Take(MaxPage + 1)];
        long from = reset || nothingKnown ? 0 : cursor?.Place ?? index.Sequence;

        // A walk through the whole index is not disturbed by what ended before it began.
        long since = reset || nothingKnown ? index.Sequence : cursor?.Since ?? index.Sequence;

        IndexEntry[] moved = [.. index.All.Where(entry => entry.Stamp > from && (from > 0 || entry.IsMember)).OrderBy(entry => entry.Stamp)];
        int room = Math.Max(0, MaxPage - behind.Length);
        IndexEntry[] page = [.. moved.Take(room)];
        bool more = behind.Length > MaxPage || moved.Length > page.Length;
        return new SyncResult
        {
            Cursor = (more
                ? new SyncCursor(owner, page.Length > 0 ? page[^1].Stamp : from, since)
                : new SyncCursor(owner, index.Sequence, index.Sequence)).ToString(),
            Reset = reset ? true : null,
            ServerTime = now,
            Changes = [.. page.SelectMany(entry => Changes(entry, from))],
            Conversations = [.. behind.Take(MaxPage).Union(page.Where(entry => entry.IsMember)).Select(entry => entry.ToHead())],
            More = more ? true : null,
        };
    }

    private static IEnumerable<IndexEntry> Behind(ConversationIndex index, Dictionary<string, long>? heads) =>
        (heads ?? []).Select(head => (Entry: index.Member(head.Key), Known: head.Value))
            .Where(known => known.Entry is not null && known.Entry.Head > known.Known)
            .Select(known => known.Entry!);

    private static IEnumerable<ConversationChange> Changes(IndexEntry entry, long from)
    {
        if (from == 0)
        {
            yield break;
        }

        if (entry.LeftStamp > from)
        {
            yield return new ConversationChange { Kind = ChangeKind.Left, ConversationId = entry.ConversationId };
            yield break;
        }

        if (entry.JoinedStamp > from)
        {
            yield return new ConversationChange { Kind = ChangeKind.Joined, ConversationId = entry.ConversationId };
        }

        if (entry.UpdatedStamp > Math.Max(from, entry.JoinedStamp))
        {
            yield return new ConversationChange { Kind = ChangeKind.Updated, ConversationId = entry.ConversationId };
        }

        if (entry.ReadStamp > from)
        {
            yield return new ConversationChange { Kind = ChangeKind.Read, ConversationId = entry.ConversationId, Seq = entry.ReadUpTo };
        }
    }
}
