using Xunit;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>The streams on a hub, while nothing fails.</summary>
public sealed class StreamingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_one_stream_arrive_in_order()
    {
        await using HubCluster cluster = await HubCluster.StartAsync();
        for (int item = 1; item <= 200; item++)
        {
            await cluster.PublishUntilTakenAsync("a", item);
        }

        Assert.Equal(Enumerable.Range(1, 200), await cluster.Inbox("a").UntilAsync(200, Cancellation));
    }

    [Fact]
    public async Task Events_of_every_partition_arrive_whichever_silo_publishes_and_whichever_reads()
    {
        await using HubCluster cluster = await HubCluster.StartAsync();
        string[] streams = [.. Enumerable.Range(0, 100).Select(number => $"stream-{number}")];
        await Task.WhenAll(streams.Select((stream, number) => cluster.PublishAsync(stream, number, silo: number % 2)));

        for (int number = 0; number < streams.Length; number++)
        {
            Assert.Equal(number, await cluster.Inbox(streams[number]).NextAsync(Cancellation));
        }

        Assert.All(cluster.Broker.Taken(), taken => Assert.True(taken > 0, "A partition has taken no event."));
    }

    [Fact]
    public async Task A_stream_whose_key_is_longer_than_a_partition_key_is_delivered()
    {
        await using HubCluster cluster = await HubCluster.StartAsync();
        string stream = new('k', 300);
        await cluster.PublishUntilTakenAsync(stream, 1);

        Assert.Equal(1, await cluster.Inbox(stream).NextAsync(Cancellation));
    }
}
