using System.Globalization;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Users;

/// <summary>The pages of a user's conversation list, newest first: one read for the last messages, one for the names.</summary>
internal sealed class ConversationList(
    string userId, ConversationIndex index, IMessageLog log, IUserDirectory directory, SendOptions sends, TimeProvider time)
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(10);

    public const int MaxPage = ProtocolLimits.Page;

    public async Task<ConversationPage> ReadAsync(int limit, string? next)
    {
        if (limit is < 1 or > MaxPage)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A page is 1 to {MaxPage} conversations; limit was {limit}.");
        }

        (long At, string Id) from = Parse(next);
        BringBackFromFuture();
        IndexEntry[] sorted =
        [
            .. index.Members
                .Where(entry => entry.LastAt < from.At || (entry.LastAt == from.At && string.CompareOrdinal(entry.ConversationId, from.Id) > 0))
                .OrderByDescending(entry => entry.LastAt)
                .ThenBy(entry => entry.ConversationId, StringComparer.Ordinal)
                .Take(limit + 1),
        ];
        IndexEntry[] page = [.. sorted.Take(limit)];
        PageBytes size = new(sends.MaxPageBytes);
        ConversationSummary[] items = [.. (await DescribeAsync(page)).TakeWhile(item => size.TryTake(item.LastMessage is { } last ? MessageWeight.Of(last) : 0))];
        return new ConversationPage
        {
            Items = items,
            Next = sorted.Length > items.Length ? NextOf(page[items.Length - 1]) : null,
        };
    }

    /// <summary>Entries of a time when the clock was ahead count as of now: they must not stay on top until the clock gets there.</summary>
    private void BringBackFromFuture()
    {
        DateTimeOffset now = time.GetUtcNow();
        long latest = (now + ClockDifference).ToUnixTimeMilliseconds();
        foreach (IndexEntry entry in index.Members.Where(entry => entry.LastAt > latest))
        {
            entry.LastAt = now.ToUnixTimeMilliseconds();
            index.MarkDirty(entry);
        }
    }

    private static string NextOf(IndexEntry last) => string.Create(CultureInfo.InvariantCulture, $"{last.LastAt}.{last.ConversationId}");

    private async Task<ConversationSummary[]> DescribeAsync(IndexEntry[] page)
    {
        if (page.Length == 0)
        {
            return [];
        }

        IReadOnlyDictionary<string, LogHead> heads = await log.HeadsAsync(new HeadsQuery([.. page.Select(entry => entry.ConversationId)]) { Previews = true });
        string[] peers = [.. page.Where(entry => entry.Title is null).Select(entry => ConversationKey.PeerOf(entry.ConversationId, userId))];
        IReadOnlyDictionary<string, UserProfile> profiles = await directory.FindAsync(peers);
        UserProfile? PeerOf(IndexEntry entry) => entry.Title is null ? profiles.GetValueOrDefault(ConversationKey.PeerOf(entry.ConversationId, userId)) : null;
        return [.. page.Select(entry => new ConversationSummary
        {
            ConversationId = entry.ConversationId,
            Kind = ConversationKey.IsGroup(entry.ConversationId) ? ConversationKind.Group : ConversationKind.Direct,
            Title = entry.Title ?? PeerOf(entry)?.DisplayName ?? "",
            Deleted = PeerOf(entry)?.Deleted,
            Head = entry.Head,
            FirstSeq = entry.FirstSeq,
            ReadUpTo = entry.ReadUpTo,
            Unread = entry.Unread,
            ActiveAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.LastAt),
            MutedUntil = entry.MutedTime,
            Notify = entry.Notify,
            LastMessage = PreviewOf(entry, heads.GetValueOrDefault(entry.ConversationId)),
        })];
    }

    private static Message? PreviewOf(IndexEntry entry, LogHead? head) => head?.Preview is { } preview && preview.Seq >= entry.FirstSeq
        ? EntryBody.ToMessage(entry.ConversationId, preview, entry.FirstSeq)
        : null;

    private static (long At, string Id) Parse(string? next)
    {
        if (next is null)
        {
            return (long.MaxValue, "");
        }

        int dot = next.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(next.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            ? (at, next[(dot + 1)..])
            : throw new ImException(ErrorCode.InvalidCursor, "next must be the value from the last page, unchanged.");
    }
}
