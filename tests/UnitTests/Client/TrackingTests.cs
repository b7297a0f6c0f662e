using CsCheck;
using ImOrleans.Client.Receiving;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class TrackingTests
{
    private const int PageSize = 5;

    /// <summary>The pushes to a device from a conversation of so many entries: a part of them, doubled, in any order.</summary>
    private static readonly Gen<(int Head, int Window, int[] Pushed)> Pushes =
        from head in Gen.Int[1, 60]
        from window in Gen.Int[1, 20]
        from pushed in Gen.Int[1, head].Array[0, 120]
        select (head, window, pushed);

    [Fact]
    public void Whatever_is_doubled_dropped_and_shuffled_each_entry_leaves_once_and_in_order() => Pushes.Sample(
        pushes =>
        {
            ConversationTracker tracker = new(pushes.Window);
            tracker.AdvanceTo(0);
            List<long> left = [];
            foreach (int seq in pushes.Pushed)
            {
                int before = tracker.Waiting;
                int more = tracker.Add(Entry(seq));
                Assert.Equal(before + more, tracker.Waiting);
                Assert.True(tracker.Waiting <= pushes.Window, $"{tracker.Waiting} wait in a window of {pushes.Window}.");
                Leave(tracker, left);
            }

            tracker.Note(pushes.Head, sure: true);
            while (tracker.IsBehind)
            {
                Assert.True(tracker.IsSureHole, "It waits for what will not come.");
                Assert.Null(tracker.Fill(Page(tracker.Applied!.Value, pushes.Head)));
                Leave(tracker, left);
            }

            Assert.Equal(Enumerable.Range(1, pushes.Head).Select(seq => (long)seq), left);
        });

    [Fact]
    public void Nothing_leaves_before_the_place_is_known()
    {
        ConversationTracker tracker = new(16);
        tracker.Add(Entry(1));
        Assert.False(tracker.IsReady);
        tracker.AdvanceTo(0);
        Assert.True(tracker.IsReady);
    }

    [Fact]
    public void A_range_that_may_not_be_read_is_skipped_and_reported()
    {
        ConversationTracker tracker = new(16);
        tracker.AdvanceTo(3);
        Assert.Equal(9, tracker.Fill(new MessagePage { Messages = [Entry(10), Entry(11)], Head = 11, FirstSeq = 10 }));
        tracker.AdvanceTo(9);
        Assert.Equal([10, 11], tracker.Next(10).Select(message => message.Seq));
    }

    [Fact]
    public void A_head_that_was_never_there_is_not_asked_for_without_end()
    {
        ConversationTracker tracker = new(16);
        tracker.AdvanceTo(5);
        tracker.Note(99, sure: true);
        Assert.Null(tracker.Fill(new MessagePage { Messages = [], Head = 5, FirstSeq = 1 }));
        Assert.False(tracker.IsBehind);
    }

    private static void Leave(ConversationTracker tracker, List<long> left)
    {
        while (tracker.IsReady)
        {
            left.AddRange(tracker.Next(3).Select(message => message.Seq));
            tracker.AdvanceTo(left[^1]);
        }
    }

    private static MessagePage Page(long after, int head) => new()
    {
        Messages = [.. Enumerable.Range((int)after + 1, (int)Math.Min(PageSize, head - after)).Select(seq => Entry(seq))],
        Head = head,
        FirstSeq = 1,
    };

    private static Message Entry(long seq) => Entries.One("g:1", seq);
}
