using ImOrleans.Silo.Streams.LongPoll;
using Xunit;

namespace ImOrleans.ClusterTests.Streaming;

public sealed class StreamingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_one_stream_arrive_once_and_in_order()
    {
        await using var cluster = await StreamCluster.StartAsync();
        for (var i = 1; i <= 500; i++)
        {
            await cluster.PublishAsync("a", i);
        }

        Assert.Equal(Enumerable.Range(1, 500), await cluster.Inbox("a").UntilAsync(500, Cancellation));
    }

    [Fact]
    public async Task A_silent_stream_is_delivered_by_the_wait_that_is_open()
    {
        await using var cluster = await StreamCluster.StartAsync(options => options.Queues = 1);
        await cluster.Watch.RoundsAsync(1, Cancellation);
        var before = cluster.Watch.Empty;
        for (var i = 0; i < 100; i++)
        {
            await cluster.PublishAsync($"silent-{i}", 1);
            await cluster.Inbox($"silent-{i}").NextAsync(Cancellation);
        }

        // A receiver that polls answers at least once with nothing between two events that are published after each other.
        Assert.InRange(cluster.Watch.Empty - before, 0, 30);
    }

    [Fact]
    public async Task Thousands_of_silent_streams_all_arrive()
    {
        await using var cluster = await StreamCluster.StartAsync();
        var streams = Enumerable.Range(0, 3_000).Select(i => $"crowd-{i}").ToList();
        await Parallel.ForEachAsync(streams, Cancellation, async (stream, _) => await cluster.PublishAsync(stream, 7));
        foreach (var stream in streams)
        {
            Assert.Equal(7, await cluster.Inbox(stream).NextAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_full_queue_refuses_the_publisher_and_keeps_what_it_has()
    {
        await using var cluster = await StreamCluster.StartAsync(options => (options.Queues, options.QueueLength) = (1, 20));
        cluster.Inbox("slow").Close();
        for (var i = 1; i <= 20; i++)
        {
            await cluster.PublishAsync("slow", i);
        }

        var refusal = await Assert.ThrowsAsync<QueueFullException>(() => cluster.PublishAsync("slow", 21));
        Assert.Contains("holds 20 events", refusal.Message, StringComparison.Ordinal);

        cluster.Inbox("slow").Open();
        Assert.Equal(Enumerable.Range(1, 20), await cluster.Inbox("slow").UntilAsync(20, Cancellation));
    }
}
