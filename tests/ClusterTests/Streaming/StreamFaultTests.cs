using Orleans.Core.Internal;
using Orleans.Providers.Streams.Common;
using Xunit;

namespace ImOrleans.ClusterTests.Streaming;

public sealed class StreamFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_a_dead_agent_had_taken_are_delivered_by_the_next()
    {
        await using var cluster = await StreamCluster.StartAsync(options => options.Queues = 1);
        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StopAgents);
        foreach (var item in new[] { 1, 2, 3 })
        {
            await cluster.PublishAsync("a", item);
        }

        var mortal = cluster.NewReceiver();
        var taken = await mortal.GetQueueMessagesAsync(10, Cancellation);
        await mortal.MessagesDeliveredAsync([taken[0]], Cancellation);
        Assert.Empty(await mortal.GetQueueMessagesAsync(10, Cancellation));
        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StartAgents);

        Assert.Equal([2, 3], await cluster.Inbox("a").UntilAsync(3, Cancellation));
    }

    [Fact]
    public async Task An_event_stays_in_the_queue_until_its_consumer_is_done()
    {
        await using var cluster = await StreamCluster.StartAsync(options => options.Queues = 1);
        cluster.Inbox("a").Close();
        await cluster.PublishAsync("a", 1);
        await cluster.Inbox("a").NextAsync(Cancellation);
        await cluster.Watch.RoundsAsync(3, Cancellation);
        var during = await cluster.TheQueue.Dequeue(default, 10, Cancellation);

        cluster.Inbox("a").Open();
        await cluster.PublishAsync("a", 2);
        await cluster.Inbox("a").NextAsync(Cancellation);
        await cluster.Watch.RoundsAsync(3, Cancellation);
        var after = await cluster.TheQueue.Dequeue(default, 10, Cancellation);

        Assert.Single(during.Payloads);
        Assert.Empty(after.Payloads);
    }

    [Fact]
    public async Task After_a_silo_stopped_the_other_delivers()
    {
        await using var cluster = await StreamCluster.StartAsync();
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1], Cancellation);
        var streams = Enumerable.Range(0, 50).Select(i => $"after-{i}").ToList();
        foreach (var stream in streams)
        {
            await cluster.PublishAsync(stream, 3);
        }

        foreach (var stream in streams)
        {
            Assert.Equal(3, await cluster.Inbox(stream).NextAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_queue_that_moves_takes_its_events_along()
    {
        await using var cluster = await StreamCluster.StartAsync(options => options.Queues = 1);
        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StopAgents);
        await cluster.PublishAsync("a", 1);
        await cluster.PublishAsync("a", 2);
        var home = await cluster.Silos.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(cluster.TheQueue, Cancellation);
        var other = cluster.Silos.Silos.First(silo => !silo.SiloAddress.Equals(home));
        await cluster.Silos.MigrateAsync(cluster.TheQueue, other.SiloAddress).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StartAgents);
        Assert.Equal([1, 2], await cluster.Inbox("a").UntilAsync(2, Cancellation));
    }

    [Fact]
    public async Task After_a_queue_lost_its_memory_its_agent_goes_on()
    {
        await using var cluster = await StreamCluster.StartAsync(options => options.Queues = 1);
        await cluster.PublishAsync("a", 1);
        await cluster.Inbox("a").UntilAsync(1, Cancellation);
        await cluster.TheQueue.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Cancellation);
        await cluster.Watch.RoundsAsync(3, Cancellation);
        await cluster.PublishAsync("a", 2);
        Assert.Equal([2], await cluster.Inbox("a").UntilAsync(2, Cancellation));
    }
}
