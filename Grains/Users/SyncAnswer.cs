using System.Globalization;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>What a device that knows a cursor has to hear of an index. Pure; the index is verified and stored before.</summary>
internal static class SyncAnswer
{
    public const int MaxHeads = 500;
    public const int MaxPage = 200;

    public static SyncResult Of(ConversationIndex index, SyncRequest request, DateTimeOffset now)
    {
        (long Place, long Since)? cursor = Parse(request.Cursor);
        bool reset = cursor?.Place > index.Sequence || cursor?.Since > index.Sequence || cursor?.Since < index.Trimmed;
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
            Cursor = more ? Format(page.Length > 0 ? page[^1].Stamp : from, since) : Format(index.Sequence, index.Sequence),
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

        if (entry.ReadStamp > from)
        {
            yield return new ConversationChange { Kind = ChangeKind.Read, ConversationId = entry.ConversationId, Seq = entry.ReadUpTo };
        }
    }

    private static string Format(long place, long since) =>
        place == since ? string.Create(CultureInfo.InvariantCulture, $"c{place}") : string.Create(CultureInfo.InvariantCulture, $"c{place}.{since}");

    private static (long Place, long Since)? Parse(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        string[] parts = cursor.StartsWith('c') ? cursor[1..].Split('.') : [];
        return parts.Length is 1 or 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long place)
            && long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long since)
            ? (place, since)
            : throw new ImException(ErrorCode.InvalidCursor, "A cursor is what the last Sync gave, unchanged.");
    }
}
