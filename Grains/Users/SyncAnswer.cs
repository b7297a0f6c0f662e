using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Grains.Users;

/// <summary>
/// Computes the changes on a user's shelves since a cursor. Pure; the index is verified and all shelves are stored before.
/// </summary>
internal static class SyncAnswer
{
    public const int MaxHeads = 500;
    public const int MaxPage = ProtocolLimits.Page;

    /// <param name="owner">The tag of the user and of the history, see <see cref="SyncCursor.TagOf"/>.</param>
    public static SyncResult Of(string owner, Shelves shelves, ConversationIndex index, SyncRequest request, DateTimeOffset now)
    {
        SyncCursor? cursor = SyncCursor.Parse(request.Cursor);
        bool reset = cursor is { } known
            && (known.Owner != owner || known.Position > shelves.Now || known.Since > shelves.Now || known.Since < shelves.Trimmed);
        bool nothingKnown = cursor is null && request.Heads is null;
        IndexEntry[] behind = reset ? [] : [.. Behind(index, request.Heads).Take(MaxPage + 1)];
        long position = reset || nothingKnown ? 0 : cursor?.Position ?? shelves.Now;

        // A walk through everything is not disturbed by what was trimmed, and needs no changes from before it began.
        long since = reset || nothingKnown ? shelves.Now : cursor?.Since ?? shelves.Now;

        IShelfItem[] moved = [.. shelves.MovedSince(position, since).Take(MaxPage + 1)];
        IShelfItem[] page = moved[..Math.Min(moved.Length, Math.Max(0, MaxPage - behind.Length))];
        bool more = behind.Length > MaxPage || moved.Length > page.Length;
        return new SyncResult
        {
            Cursor = (more
                ? new SyncCursor(owner, page.Length > 0 ? page[^1].Stamp : position, since)
                : new SyncCursor(owner, shelves.Now, shelves.Now)).ToString(),
            Reset = reset ? true : null,
            ServerTime = now,
            Changes = [.. page.SelectMany(item => item.ChangesSince(Math.Max(position, since)))],
            Conversations = [.. behind.Take(MaxPage).Union(page.Where(item => item.Listed is not null)).Select(item => Listed(item.Listed!, request.Heads))],
            More = more ? true : null,
        };
    }

    private static IEnumerable<IndexEntry> Behind(ConversationIndex index, Dictionary<string, long>? heads) =>
        (heads ?? []).Select(head => (Entry: index.Member(head.Key), Known: head.Value))
            .Where(known => known.Entry is not null && known.Entry.Head != known.Known)
            .Select(known => known.Entry!);

    /// <summary>A client that knows more than there is was connected to this server before it was restored.</summary>
    private static ConversationHead Listed(ConversationHead head, Dictionary<string, long>? heads) =>
        heads?.GetValueOrDefault(head.ConversationId) > head.Head ? head with { Reset = true } : head;
}
