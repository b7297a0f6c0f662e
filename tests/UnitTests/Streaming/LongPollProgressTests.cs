using ImOrleans.Silo.Streams.LongPoll;
using Xunit;

namespace ImOrleans.UnitTests.Streaming;

public sealed class LongPollProgressTests
{
    [Fact]
    public void Tokens_rise_even_when_the_queue_starts_anew_with_a_clock_behind()
    {
        var progress = new LongPollProgress();
        var first = progress.Advance(Page(epoch: 500, events: 2)).Select(e => e.Token.SequenceNumber).ToList();
        Assert.True(progress.IsRestart(Page(epoch: 100, events: 2)));
        var second = progress.Advance(Page(epoch: 100, events: 2)).Select(e => e.Token.SequenceNumber).ToList();
        Assert.Equal([501, 502], first);
        Assert.Equal([503, 504], second);
        Assert.Equal(new LongPollCursor { Epoch = 100, Read = 102 }, progress.Cursor);
    }

    [Fact]
    public void A_delivery_from_a_queue_that_has_ended_commits_nothing()
    {
        var progress = new LongPollProgress();
        var old = progress.Advance(Page(epoch: 500, events: 1)).Single().Position;
        _ = progress.Advance(Page(epoch: 900, events: 1)).ToList();
        progress.Commit(old);
        Assert.Equal(0, progress.Cursor.Committed);
    }

    [Fact]
    public void An_empty_answer_of_a_new_queue_is_noticed_once()
    {
        var progress = new LongPollProgress();
        _ = progress.Advance(Page(epoch: 500, events: 1)).ToList();
        _ = progress.Advance(Page(epoch: 900, events: 0)).ToList();
        Assert.False(progress.IsRestart(Page(epoch: 900, events: 1)));
    }

    private static LongPollPage Page(long epoch, int events) =>
        new() { Epoch = epoch, First = epoch + 1, Payloads = [.. Enumerable.Range(0, events).Select(_ => Array.Empty<byte>())] };
}
