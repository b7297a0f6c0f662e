using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using ImOrleans.ClusterTests.Streaming;
using ImOrleans.Engines.EventHubs;
using ImOrleans.Silo.Streams.EventHubs;
using Orleans.Providers.Streams.Common;
using Orleans.TestingHost;
using Xunit;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>The streams on a hub, while the hub, a silo, a publisher or a consumer fails.</summary>
public sealed class FailingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_start_without_the_hub_and_read_when_it_comes()
    {
        EventHubsBroker broker = EventHubsBroker.Prepare();
        await using HubCluster cluster = await HubCluster.StartAsync(broker);
        await Assert.ThrowsAsync<StreamUnavailableException>(() => cluster.PublishAsync("a", 1));

        broker.StartAgain();

        await cluster.PublishUntilTakenAsync("a", 2);
        Assert.Equal(2, await cluster.Inbox("a").NextAsync(Cancellation));
    }

    [Fact]
    public async Task Silos_that_cannot_read_their_checkpoints_at_first_read_the_hub_when_they_can()
    {
        CheckpointStore checkpoints = new() { IsAway = true };
        await using HubCluster cluster = await HubCluster.StartAsync(EventHubsBroker.Start(), checkpoints);
        await cluster.PublishUntilTakenAsync("a", 1);

        checkpoints.IsAway = false;

        Assert.Equal(1, await cluster.Inbox("a").NextAsync(Cancellation));
    }

    [Fact]
    public async Task A_hub_that_dies_and_comes_back_loses_no_event_that_it_took()
    {
        await using HubCluster cluster = await HubCluster.StartAsync();
        await cluster.PublishUntilTakenAsync("a", 1);
        Assert.Equal(1, await cluster.Inbox("a").NextAsync(Cancellation));
        cluster.Inbox("b").Close();
        await cluster.PublishUntilTakenAsync("b", 1);

        for (int round = 2; round <= 4; round++)
        {
            cluster.Broker.Kill();
            await Assert.ThrowsAsync<StreamUnavailableException>(() => cluster.PublishAsync("a", -7));
            cluster.Broker.StartAgain();
            await cluster.PublishUntilTakenAsync("a", round);
            Assert.Equal(round, await cluster.Inbox("a").NextAsync(Cancellation));
        }

        cluster.Inbox("b").Open();
        Assert.Equal(1, await cluster.Inbox("b").NextAsync(Cancellation));
    }

    [Fact]
    public async Task What_was_published_before_the_first_silo_ever_read_is_delivered()
    {
        EventHubsBroker broker = EventHubsBroker.Start();
        await using (HubCluster first = await HubCluster.StartAsync(broker))
        {
            await first.SendAgentsAsync(PersistentStreamProviderCommand.StopAgents);
            await first.PublishUntilTakenAsync("a", 1);
        }

        broker.StartAgain();
        await using HubCluster second = await HubCluster.StartAsync(broker);

        Assert.Equal(1, await second.Inbox("a").NextAsync(Cancellation));
    }

    [Fact]
    public async Task A_throttled_hub_refuses_events_and_takes_them_later()
    {
        await using HubCluster cluster = await HubCluster.StartAsync();
        await cluster.PublishUntilTakenAsync("a", 1);
        Assert.Equal(1, await cluster.Inbox("a").NextAsync(Cancellation));
        cluster.Broker.Trouble = Trouble.Busy;
        StreamUnavailableException refusal = await Assert.ThrowsAsync<StreamUnavailableException>(() => cluster.PublishAsync("a", 2));
        Assert.Contains("ServiceBusy", refusal.Message, StringComparison.Ordinal);

        cluster.Broker.Trouble = Trouble.None;

        await cluster.PublishUntilTakenAsync("a", 3);
        Assert.Equal(3, await cluster.Inbox("a").NextAsync(Cancellation));
    }

    [Fact]
    public async Task A_hub_that_does_not_answer_holds_up_no_publisher_and_only_so_many_events()
    {
        await using HubCluster cluster = await HubCluster.StartAsync(null, ("PublishTimeout", "00:00:00.5"), ("MaxUnacknowledged", "3"));
        await cluster.PublishUntilTakenAsync("a", 1);
        cluster.Broker.Trouble = Trouble.Silent;
        StreamUnavailableException[] refusals = await Task.WhenAll(Enumerable.Range(2, 5)
            .Select(item => Assert.ThrowsAsync<StreamUnavailableException>(() => cluster.PublishAsync("a", item))));
        Assert.Equal(3, refusals.Count(refusal => refusal.Message.Contains("did not answer in time", StringComparison.Ordinal)));
        Assert.Equal(2, refusals.Count(refusal => refusal.Message.Contains("3 events wait", StringComparison.Ordinal)));

        // The publishers went on, while their events still wait.
        StreamUnavailableException late = await Assert.ThrowsAsync<StreamUnavailableException>(() => cluster.PublishAsync("a", 7));
        Assert.Contains("3 events wait", late.Message, StringComparison.Ordinal);

        // Connections that wait for an answer end with the broker.
        cluster.Broker.Kill();
        cluster.Broker.Trouble = Trouble.None;
        cluster.Broker.StartAgain();

        await cluster.PublishUntilTakenAsync("a", 9);
        // Those that waited may have reached the hub after all.
        List<int> arrived = await cluster.Inbox("a").UntilAsync(9, Cancellation);
        Assert.Equal(1, arrived[0]);
        Assert.Equal(arrived.Count, arrived.Distinct().Count());
    }

    [Fact]
    public async Task An_event_that_is_none_of_ours_takes_no_other_one_with_it()
    {
        await using HubCluster cluster = await HubCluster.StartAsync(EventHubsBroker.Start(new EventHubsSettings { Partitions = 1 }));
        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StopAgents);
        await cluster.PublishUntilTakenAsync("a", 1);
        await using (EventHubProducerClient stranger = new(cluster.Broker.ConnectionString, "im"))
        {
            EventData[] bad =
            [
                new EventData("no key and no properties"),
                new EventData("") { Properties = { ["StreamNamespace"] = 7, ["StreamKey"] = true } },
                new EventData("not ours") { Properties = { ["StreamNamespace"] = "elsewhere", ["StreamKey"] = "b" } },
                new EventData(new byte[] { 255, 0, 255 }) { Properties = { ["StreamNamespace"] = ProbeGrain.Namespace,
                    ["StreamKey"] = "a" } },
                new EventData("odd properties")
                {
                    Properties = { ["StreamNamespace"] = ProbeGrain.Namespace, ["StreamKey"] = "", ["when"] = new DateTimeOffset(),
                        ["where"] = new Uri("http://x") },
                },
            ];
            foreach (EventData one in bad)
            {
                await stranger.SendAsync([one], Cancellation);
            }

            await stranger.SendAsync([new EventData(new byte[1_000_000])], Cancellation);
            await stranger.SendAsync(bad, new SendEventOptions { PartitionKey = "a key" }, Cancellation);
        }

        await cluster.PublishUntilTakenAsync("a", 2);
        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StartAgents);

        Assert.Equal([1, 2], await cluster.Inbox("a").UntilAsync(2, Cancellation));
    }

    [Fact]
    public async Task A_consumer_that_fails_holds_up_only_its_own_stream_and_then_misses_the_event()
    {
        EventHubsBroker broker = EventHubsBroker.Start(new EventHubsSettings { Partitions = 1 });
        await using HubCluster cluster = await HubCluster.StartAsync(broker, ("DeliveryTime", "00:00:02"));
        cluster.Inbox("a").Fail();
        await cluster.PublishUntilTakenAsync("a", 1);
        Assert.Equal(1, await cluster.Inbox("a").NextAsync(Cancellation));
        await cluster.PublishUntilTakenAsync("b", 1);
        Assert.Equal(1, await cluster.Inbox("b").NextAsync(Cancellation));

        List<int> tries = await cluster.Inbox("a").UntilAsync(Inbox.Error, Cancellation);
        cluster.Inbox("a").Open();
        await cluster.PublishUntilTakenAsync("a", 2);

        Assert.All(tries[..^1], item => Assert.Equal(1, item));
        Assert.Equal(2, await cluster.Inbox("a").NextAsync(Cancellation));
    }

    [Fact]
    public async Task A_hub_that_was_made_anew_is_read_from_its_beginning()
    {
        await using HubCluster cluster = await HubCluster.StartAsync(EventHubsBroker.Start(new EventHubsSettings { Partitions = 1 }));
        for (int item = 1; item <= 20; item++)
        {
            await cluster.PublishUntilTakenAsync("a", item);
        }

        Assert.Equal(20, (await cluster.Inbox("a").UntilAsync(20, Cancellation)).Count);
        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StopAgents); // Writes the checkpoint.
        cluster.Broker.Kill();
        await using EventHubsBroker anew = EventHubsBroker.Start(new EventHubsSettings { Partitions = 1, Port = cluster.Broker.Port });
        await cluster.PublishUntilTakenAsync("a", 100);

        await cluster.SendAgentsAsync(PersistentStreamProviderCommand.StartAgents);

        Assert.Equal(100, await cluster.Inbox("a").NextAsync(Cancellation));
    }

    [Fact]
    public async Task The_partitions_of_a_silo_that_stops_go_to_the_other_one_and_to_one_that_joins()
    {
        await using HubCluster cluster = await HubCluster.StartAsync();
        string[] streams = [.. Enumerable.Range(0, 50).Select(number => $"stream-{number}")];
        await PublishToAllAsync(cluster, streams, 1);

        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1], Cancellation);
        await PublishToAllAsync(cluster, streams, 2);
        InProcessSiloHandle joined = await cluster.Silos.StartAdditionalSiloAsync();
        await cluster.Silos.WaitForLivenessToStabilizeAsync();
        await PublishToAllAsync(cluster, streams, 3);
        Assert.NotNull(joined);
    }

    private static async Task PublishToAllAsync(HubCluster cluster, string[] streams, int item)
    {
        await Task.WhenAll(streams.Select(stream => cluster.PublishUntilTakenAsync(stream, item)));
        foreach (string stream in streams)
        {
            // Events that the stopped silo had delivered may come again.
            await cluster.Inbox(stream).UntilAsync(item, Cancellation);
        }
    }
}
