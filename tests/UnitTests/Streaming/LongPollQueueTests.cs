using ImOrleans.Silo.Streams.LongPoll;
using Xunit;

namespace ImOrleans.UnitTests.Streaming;

public sealed class LongPollQueueTests
{
    private const long Epoch = 1_000;

    [Fact]
    public void A_new_agent_is_given_all_that_is_not_committed()
    {
        var queue = Filled(4);
        queue.Commit(new LongPollCursor { Epoch = Epoch, Read = Epoch + 4, Committed = Epoch + 1 });

        Assert.Empty(queue.Read(new LongPollCursor { Epoch = Epoch, Read = Epoch + 4, Committed = Epoch + 1 }, 10).Payloads);
        var page = queue.Read(default, 10);
        Assert.Equal(Epoch + 2, page.First);
        Assert.Equal(3, page.Payloads.Length);
    }

    [Fact]
    public void A_cursor_of_another_life_commits_and_skips_nothing()
    {
        var queue = Filled(2);
        var foreign = new LongPollCursor { Epoch = Epoch - 1, Read = Epoch + 9, Committed = Epoch + 9 };
        queue.Commit(foreign);
        Assert.Equal(2, queue.Read(foreign, 10).Payloads.Length);
    }

    [Fact]
    public void An_arrival_ends_the_wait()
    {
        var queue = Filled(0);
        var arrival = queue.Arrival();
        Assert.False(arrival.IsCompleted);
        queue.Add([1]);
        Assert.True(arrival.IsCompleted);
        Assert.False(queue.Arrival().IsCompleted);
    }

    [Fact]
    public void Bytes_are_bounded_like_events_and_a_commit_makes_room()
    {
        var queue = new LongPollQueue("q", new LongPollOptions { QueueBytes = 100 }, Epoch);
        queue.Add(new byte[100]);
        Assert.Throws<QueueFullException>(() => queue.Add([1]));
        queue.Commit(new LongPollCursor { Epoch = Epoch, Committed = Epoch + 1 });
        queue.Add([1]);
        Assert.Equal([[1]], queue.Read(default, 10).Payloads);
    }

    [Fact]
    public void A_page_is_short_of_a_mebibyte_but_never_empty()
    {
        var queue = new LongPollQueue("q", new LongPollOptions(), Epoch);
        queue.Add(new byte[2 * 1024 * 1024]);
        queue.Add([1]);
        Assert.Single(queue.Read(default, 10).Payloads);
    }

    [Fact]
    public void A_queue_that_moved_goes_on_where_it_was()
    {
        var old = Filled(3);
        old.Commit(new LongPollCursor { Epoch = Epoch, Committed = Epoch + 1 });
        var moved = new LongPollQueue("q", new LongPollOptions(), Epoch + 77);
        moved.Restore(old.Snapshot());
        moved.Add([9]);
        var page = moved.Read(new LongPollCursor { Epoch = Epoch, Read = Epoch + 2 }, 10);
        Assert.Equal((Epoch, Epoch + 3, 2), (page.Epoch, page.First, page.Payloads.Length));
    }

    private static LongPollQueue Filled(int events)
    {
        var queue = new LongPollQueue("q", new LongPollOptions(), Epoch);
        for (var i = 0; i < events; i++)
        {
            queue.Add([(byte)i]);
        }

        return queue;
    }
}
