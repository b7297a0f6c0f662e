using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Users;

/// <summary>
/// A conversation in its member's index. Every change stamps it with a number of the user's own sequence, so that the index is its own
/// change log: what has a stamp above a cursor is what a device has not seen.
/// </summary>
[GenerateSerializer, Alias("im.index-entry")]
internal sealed class IndexEntry : IShelfItem
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>The version of the member list in the last report.</summary>
    [Id(1)]
    public long Version { get; set; }

    [Id(2)]
    public string? Title { get; set; }

    [Id(3)]
    public long FirstSeq { get; set; }

    /// <summary>The newest seq that is known here; the log may have more.</summary>
    [Id(4)]
    public long Head { get; set; }

    [Id(5)]
    public long HeadOrdinal { get; set; }

    /// <summary>Milliseconds since 1970 of the newest entry, or of the joining: the list is sorted by it.</summary>
    [Id(6)]
    public long LastAt { get; set; }

    [Id(7)]
    public long ReadUpTo { get; set; }

    [Id(8)]
    public long ReadOrdinal { get; set; }

    /// <summary>By device, never back.</summary>
    [Id(9)]
    public Dictionary<string, long> Delivered { get; set; } = [];

    [Id(10)]
    public long JoinedStamp { get; set; }

    [Id(11)]
    public long MovedStamp { get; set; }

    [Id(12)]
    public long ReadStamp { get; set; }

    /// <summary>0 while the membership lasts.</summary>
    [Id(13)]
    public long LeftStamp { get; set; }

    /// <summary>The stamp of the newest change of the title in the list: of <see cref="Title"/>, or of the other person's name.</summary>
    [Id(14)]
    public long UpdatedStamp { get; set; }

    /// <summary>The user has written here: in a direct conversation that makes the other one a contact.</summary>
    [Id(20)]
    public bool Wrote { get; set; }

    /// <summary>Milliseconds since 1970: no notifications until then. 0 when it is not muted.</summary>
    [Id(21)]
    public long MutedUntil { get; set; }

    /// <summary>One of <see cref="NotifyLevel"/>; null for all.</summary>
    [Id(22)]
    public string? Notify { get; set; }

    /// <summary>The stamp of the newest change of the two.</summary>
    [Id(23)]
    public long NotifyStamp { get; set; }

    /// <summary>Devices may show a notification of entries up to here; 0 for none.</summary>
    [Id(24)]
    public long NotifiedAt { get; set; }

    public bool IsMember => LeftStamp == 0;

    public long Stamp => Math.Max(
        Math.Max(Math.Max(JoinedStamp, MovedStamp), Math.Max(ReadStamp, LeftStamp)), Math.Max(UpdatedStamp, NotifyStamp));

    public DateTimeOffset? MutedTime => MutedUntil == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(MutedUntil);

    string IShelfItem.Key => ConversationId;

    bool IShelfItem.IsMark => !IsMember;

    ConversationHead? IShelfItem.Listed => IsMember ? ToHead() : null;

    public long Unread => Math.Max(0, HeadOrdinal - ReadOrdinal);

    /// <summary>The device has everything up to here that the user may read.</summary>
    public long HeldBy(string deviceId) => Math.Max(FirstSeq - 1, Delivered.GetValueOrDefault(deviceId));

    public ConversationHead ToHead() => new()
    {
        ConversationId = ConversationId,
        Head = Head,
        FirstSeq = FirstSeq,
        ReadUpTo = ReadUpTo,
        Unread = Unread,
        MutedUntil = MutedTime,
        Notify = Notify,
    };

    public ConversationChange ToNotifyChange() => new()
    {
        Kind = ChangeKind.Notify,
        ConversationId = ConversationId,
        MutedUntil = MutedTime,
        Notify = Notify ?? NotifyLevel.All,
    };

    public MemberPosition ToPosition(string userId) =>
        new() { UserId = userId, Read = ReadUpTo, Delivered = Delivered.Values.Append(ReadUpTo).Max() };

    IEnumerable<ConversationChange> IShelfItem.ChangesSince(long stamp)
    {
        if (LeftStamp > stamp)
        {
            yield return new ConversationChange { Kind = ChangeKind.Left, ConversationId = ConversationId };
            yield break;
        }

        if (JoinedStamp > stamp)
        {
            yield return new ConversationChange { Kind = ChangeKind.Joined, ConversationId = ConversationId };
        }

        if (UpdatedStamp > Math.Max(stamp, JoinedStamp))
        {
            yield return new ConversationChange { Kind = ChangeKind.Updated, ConversationId = ConversationId, Title = Title };
        }

        if (ReadStamp > stamp)
        {
            yield return new ConversationChange { Kind = ChangeKind.Read, ConversationId = ConversationId, Seq = ReadUpTo };
        }

        if (NotifyStamp > stamp)
        {
            yield return ToNotifyChange();
        }
    }

    /// <summary>Moves the read position, never back.</summary>
    public bool Read(long seq, long ordinal, long stamp)
    {
        if (seq <= ReadUpTo)
        {
            return false;
        }

        (ReadUpTo, ReadOrdinal, ReadStamp) = (seq, Math.Max(ordinal, ReadOrdinal), stamp);
        return true;
    }

    /// <summary>Learns of newer entries, never of older ones.</summary>
    public bool Move(long head, long ordinal, long at, long stamp)
    {
        if (head <= Head)
        {
            return false;
        }

        (Head, HeadOrdinal, LastAt, MovedStamp) = (head, Math.Max(ordinal, HeadOrdinal), Math.Max(at, LastAt), stamp);
        return true;
    }
}
