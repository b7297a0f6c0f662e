using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Grains.Devices;

/// <summary>
/// The entries that one device misses and has not acknowledged, and the time of their next push: at once, and then with growing waits, a
/// bounded number of times. A device that never answers, because its client does not acknowledge, then gets only a rare request to check.
/// </summary>
internal sealed class DeviceWindow(DeviceOptions options, TimeProvider time)
{
    private readonly Dictionary<string, MissedRange> missed = [];
    private readonly Dictionary<string, long> taken = [];
    private readonly HashSet<string> fresh = [];
    private int pushes;
    private long nextAt;

    public bool IsEmpty => missed.Count == 0;

    /// <summary>
    /// The positions to ask the user grain about: all pending ones, and those that were handed over since the last question.
    /// </summary>
    public ConversationPosition[] Positions =>
    [
        .. missed.Select(range => new ConversationPosition { ConversationId = range.Key, Seq = range.Value.To }),
        .. taken.Where(place => !missed.ContainsKey(place.Key)).Select(place => new ConversationPosition { ConversationId = place.Key, Seq = place.Value }),
    ];

    /// <summary>How long nothing is to be done; null when there is nothing to do until something comes.</summary>
    public TimeSpan? Wait => IsEmpty && taken.Count == 0 ? null
        : IsDue ? TimeSpan.Zero
        : time.GetElapsedTime(time.GetTimestamp(), nextAt);

    /// <summary>The device was pushed to as often as it is, and does not acknowledge.</summary>
    public bool IsSilent => pushes >= options.MaxPushes;

    public bool IsDue => taken.Count > 0 || (!IsEmpty && time.GetTimestamp() >= nextAt);

    public void Take(DeviceEvent news)
    {
        taken[news.ConversationId] = Math.Max(news.To, taken.GetValueOrDefault(news.ConversationId));
        MissedRange? known = missed.GetValueOrDefault(news.ConversationId);
        if (known is null && missed.Count >= options.WindowConversations)
        {
            return; // One word that there is something to look at covers all conversations, and one is waiting.
        }

        MissedRange range = known?.With(news) ?? new MissedRange(news.To, news.Messages);
        missed[news.ConversationId] = range == known || HasRoomFor(range, known) ? range : new MissedRange(range.To, []);
        if (news.Messages.Length > 0 && range != known)
        {
            // Bodies come only while the device had acknowledged all before: it is worth an effort again.
            pushes = 0;
            fresh.Add(news.ConversationId);
        }

        if (pushes == 0 && range != known)
        {
            nextAt = time.GetTimestamp();
        }
    }

    /// <summary>The answer to <see cref="Positions"/>: how far the device has each.</summary>
    public void Confirm(ConversationPosition[] asked, long[] delivered)
    {
        for (int i = 0; i < asked.Length; i++)
        {
            string id = asked[i].ConversationId;
            if (taken.TryGetValue(id, out long to) && to <= asked[i].Seq)
            {
                taken.Remove(id);
            }

            if (missed.TryGetValue(id, out MissedRange? range))
            {
                Confirm(id, range, delivered[i]);
            }
        }
    }

    /// <summary>The ranges to push now, by conversation; empty when none is due.</summary>
    public KeyValuePair<string, MissedRange>[] Next()
    {
        if (IsEmpty || time.GetTimestamp() < nextAt)
        {
            return [];
        }

        // Bodies twice at most: who did not answer them has another reason than a loss.
        KeyValuePair<string, MissedRange>[] due =
            [.. missed.Select(range => pushes < 2 || fresh.Contains(range.Key) ? range : KeyValuePair.Create(range.Key, range.Value with { Messages = [] }))];
        fresh.Clear();
        pushes++;
        bool last = pushes >= options.MaxPushes;
        TimeSpan wait = last ? options.SilentPace : options.FirstWait * (1 << (pushes - 1));
        nextAt = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        if (last)
        {
            missed.Clear();
        }

        return due;
    }

    /// <summary>No foreground connection has the entries. Repeating is of no use, because a new connection checks by itself.</summary>
    /// <returns>The pending ranges.</returns>
    public KeyValuePair<string, MissedRange>[] GiveUp()
    {
        KeyValuePair<string, MissedRange>[] waited = [.. missed];
        missed.Clear();
        fresh.Clear();
        pushes = 0;
        return waited;
    }

    private void Confirm(string id, MissedRange range, long delivered)
    {
        if (delivered >= range.To)
        {
            missed.Remove(id);
            fresh.Remove(id);
            pushes = 0;
        }
        else if (range.After(delivered) is var rest && rest != range)
        {
            missed[id] = rest;
            pushes = 0;
        }
    }

    private bool HasRoomFor(MissedRange range, MissedRange? known) =>
        missed.Values.Sum(other => other.Messages.Length) - (known?.Messages.Length ?? 0) + range.Messages.Length <= options.WindowEntries
        && missed.Values.Sum(other => other.Bytes) - (known?.Bytes ?? 0) + range.Bytes <= options.WindowBytes;
}
