using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Frames;

/// <summary>
/// Finds frames that newer ones have overtaken. A silo pushes in order, but two silos do not: when a conversation moves to another silo,
/// the first one can still repeat a push that got no answer. Only the gateway sees both. Its memory of pushes is bounded, and holds for a
/// minute, which is longer than a push can be on its way.
/// </summary>
internal sealed class PushOrder(IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly Recent<string, PushedEntries> entries = new(options.Value.MaxRecentPushes);
    private readonly Recent<(string ConversationId, string MemberId, bool Read), PushedPosition> positions =
        new(options.Value.MaxRecentPushes);

    /// <summary>
    /// Calls <paramref name="write"/> with false when later entries of this conversation were pushed before. Frames of one conversation
    /// wait for each other, so that they reach the connections in the order in which they were judged.
    /// </summary>
    public void Judge<T>(PostedMessages posted, T state, Action<bool, T> write)
    {
        PushedEntries pushed = entries.Find(posted.ConversationId) ?? entries.Add(posted.ConversationId, new PushedEntries());
        (long first, long last) = (posted.Messages[0].Seq, posted.Messages[^1].Seq);
        lock (pushed)
        {
            // Frames with the same entries for different members belong together.
            bool isInOrder = first > pushed.Last || (first, last) == (pushed.First, pushed.Last) || time.GetElapsedTime(pushed.At) > Memory;
            if (isInOrder)
            {
                (pushed.First, pushed.Last, pushed.At) = (first, last, time.GetTimestamp());
            }

            write(isInOrder, state);
        }
    }

    /// <summary>As for entries; a position that is lower than a pushed one says nothing, and is dropped.</summary>
    public void Judge<T>(PositionMoved moved, T state, Action<T> write)
    {
        (string, string, bool) key = (moved.ConversationId, moved.MemberId, moved.Read);
        PushedPosition pushed = positions.Find(key) ?? positions.Add(key, new PushedPosition());
        lock (pushed)
        {
            if (moved.Seq >= pushed.Seq || time.GetElapsedTime(pushed.At) > Memory)
            {
                (pushed.Seq, pushed.At) = (moved.Seq, time.GetTimestamp());
                write(state);
            }
        }
    }

    private sealed class PushedEntries
    {
        public long First { get; set; }

        public long Last { get; set; }

        public long At { get; set; }
    }

    private sealed class PushedPosition
    {
        public long Seq { get; set; }

        public long At { get; set; }
    }
}
