using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>
/// The part of the index that decides on notifications: membership, positions, mute and level. It remembers for which conversations it was
/// asked, so that only those cost a call when the user reads them.
/// </summary>
internal sealed class Notifications(string userId, ConversationIndex index, IGrainFactory grains, TimeProvider time)
{
    private const int MaxBadge = 9_999;

    /// <summary>The farthest time that every client can read.</summary>
    private static readonly DateTimeOffset Forever = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public NotifyFacts About(NotifyPlace[] places)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long unread = index.Members.Where(entry => entry.MutedUntil <= now && entry.Notify != NotifyLevel.None).Sum(entry => entry.Unread);
        return new NotifyFacts((int)Math.Min(unread, MaxBadge), Array.ConvertAll(places, About));
    }

    /// <summary>Durable after the index is written.</summary>
    /// <returns>The change for the user's devices; null when nothing changed.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>, <see cref="ErrorCode.InvalidNotifyLevel"/>.</exception>
    public ConversationChange? Choose(IndexEntry entry, ConversationSettings change)
    {
        if (change.Notify is { } level && !NotifyLevel.Names.Contains(level))
        {
            throw new ImException(ErrorCode.InvalidNotifyLevel, $"notify is one of {string.Join(", ", NotifyLevel.Names)}.");
        }

        long muted = change.MutedUntil is not { } until ? entry.MutedUntil
            : until <= time.GetUtcNow() ? 0
            : (until < Forever ? until : Forever).ToUnixTimeMilliseconds();
        string? notify = change.Notify is null ? entry.Notify : change.Notify == NotifyLevel.All ? null : change.Notify;
        if ((muted, notify) == (entry.MutedUntil, entry.Notify))
        {
            return null;
        }

        (entry.MutedUntil, entry.Notify, entry.NotifyStamp) = (muted, notify, index.NextStamp());
        index.MarkDirty(entry);
        return entry.ToNotifyChange();
    }

    /// <summary>The read position has moved, or the user has left: devices withdraw their notifications of the conversation.</summary>
    public void Moved(IndexEntry entry)
    {
        if (entry.NotifiedAt == 0)
        {
            return;
        }

        long readUpTo = entry.IsMember ? entry.ReadUpTo : long.MaxValue;
        if (readUpTo >= entry.NotifiedAt)
        {
            entry.NotifiedAt = 0;
            index.MarkDirty(entry);
        }

        // Not awaited: if the call is lost, the next notification of the conversation replaces what is shown.
        grains.GetGrain<IPushGrain>(userId).ReadMoved(entry.ConversationId, readUpTo).Ignore();
    }

    private NotifyFact? About(NotifyPlace place)
    {
        if (index.Member(place.ConversationId) is not { } entry)
        {
            return null;
        }

        if (entry.NotifiedAt < entry.Head)
        {
            entry.NotifiedAt = entry.Head;
            index.MarkDirty(entry);
        }

        return new NotifyFact
        {
            FirstSeq = entry.FirstSeq,
            ReadUpTo = entry.ReadUpTo,
            Held = entry.HeldBy(place.DeviceId),
            Title = entry.Title,
            MutedUntil = entry.MutedTime,
            Notify = entry.Notify ?? NotifyLevel.All,
        };
    }
}
