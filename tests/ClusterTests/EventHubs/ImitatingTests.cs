using System.Net.Sockets;
using System.Text;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using ImOrleans.Engines.EventHubs;
using Xunit;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>The broker of the tests, as the official client sees it.</summary>
public sealed class ImitatingTests
{
    private static readonly EventHubsRetryOptions Once = new() { MaximumRetries = 0 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Single_events_and_batches_are_read_as_they_were_published()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        await using EventHubProducerClient producer = NewProducer(broker);
        SendEventOptions key = new() { PartitionKey = "k" };
        await producer.SendAsync([new EventData("one") { Properties = { ["n"] = 1 } }], key, Cancellation);
        await producer.SendAsync([new EventData("two"), new EventData("three")], key, Cancellation);

        string id = broker.Taken().Index().Single(partition =>
            partition.Item == 3).Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        EventData[] read = await ReadAsync(broker, id, EventPosition.Earliest, 3);

        Assert.Equal(["one", "two", "three"], read.Select(one => one.EventBody.ToString()));
        Assert.Equal([0L, 1, 2], read.Select(one => one.SequenceNumber));
        Assert.All(read, one => Assert.Equal("k", one.PartitionKey));
        Assert.Equal(1, read[0].Properties["n"]);
        Assert.Equal(["two", "three"], await TextsAsync(broker, id, EventPosition.FromOffset(read[0].OffsetString, isInclusive: false), 2));
        Assert.Equal(["two", "three"], await TextsAsync(broker, id, EventPosition.FromOffset(read[1].OffsetString, isInclusive: true), 2));
        Assert.Equal(["three"], await TextsAsync(broker, id, EventPosition.FromSequenceNumber(1, isInclusive: false), 1));
        PartitionProperties properties = await producer.GetPartitionPropertiesAsync(id, Cancellation);
        Assert.Equal((0, 2, read[2].OffsetString), (properties.BeginningSequenceNumber, properties.LastEnqueuedSequenceNumber,
            properties.LastEnqueuedOffsetString));
    }

    [Fact]
    public async Task Expired_events_are_not_read_any_more_and_numbers_go_on()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start(new EventHubsSettings { Partitions = 1, Retention = 3 });
        await using EventHubProducerClient producer = NewProducer(broker);
        for (int number = 0; number < 7; number++)
        {
            await producer.SendAsync([new EventData($"{number}")], Cancellation);
        }

        Assert.Equal(["3", "4", "5", "6"], await TextsAsync(broker, "0", EventPosition.Earliest, 4));
        broker.Keep(1);
        Assert.Equal(["6"], await TextsAsync(broker, "0", EventPosition.FromSequenceNumber(0), 1));
        Assert.Equal(6, (await producer.GetPartitionPropertiesAsync("0", Cancellation)).BeginningSequenceNumber);
    }

    [Fact]
    public async Task The_log_of_a_broker_with_a_folder_survives_it()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("im-hub-");
        EventHubsSettings settings = new() { Partitions = 1, Folder = folder.FullName };
        await using (EventHubsBroker first = EventHubsBroker.Start(settings))
        {
            await using EventHubProducerClient producer = NewProducer(first);
            await producer.SendAsync([new EventData("one"), new EventData("two")], new SendEventOptions { PartitionKey = "k" },
                Cancellation);
        }

        await File.AppendAllTextAsync(Path.Combine(folder.FullName, "im-0.log"), "torn", Cancellation);
        await using (EventHubsBroker second = EventHubsBroker.Start(settings))
        {
            await using EventHubProducerClient producer = NewProducer(second);
            await producer.SendAsync([new EventData("three")], Cancellation);
            EventData[] read = await ReadAsync(second, "0", EventPosition.Earliest, 3);
            Assert.Equal(["one", "two", "three"], read.Select(one => one.EventBody.ToString()));
            Assert.Equal(["k", "k", null], read.Select(one => one.PartitionKey));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_wrong_key_hub_group_or_partition_is_refused()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start(new EventHubsSettings { ConsumerGroups = ["readers"] });
        await using EventHubProducerClient wrongKey = new(
            broker.ConnectionString.Replace("a key of the tests", "another key", StringComparison.Ordinal), "im",
                new() { RetryOptions = Once });
        await Assert.ThrowsAnyAsync<UnauthorizedAccessException>(() => wrongKey.SendAsync([new EventData("")], Cancellation));
        await Assert.ThrowsAnyAsync<UnauthorizedAccessException>(() => wrongKey.GetPartitionIdsAsync(Cancellation));

        await using EventHubProducerClient wrongHub = new(broker.ConnectionString, "other", new() { RetryOptions = Once });
        Assert.Equal(EventHubsException.FailureReason.ResourceNotFound,
            await ReasonAsync(wrongHub.SendAsync([new EventData("")], Cancellation)));
        Assert.Equal(EventHubsException.FailureReason.ResourceNotFound, await ReasonAsync(wrongHub.GetPartitionIdsAsync(Cancellation)));

        Assert.Equal(EventHubsException.FailureReason.ResourceNotFound,
            await ReasonAsync(ReadAsync(broker, "0", EventPosition.Earliest, 1, "strangers")));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ReadAsync(broker, "4", EventPosition.Earliest, 1, "readers"));
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(broker, "0", EventPosition.FromOffset("1000000", false), 1));
    }

    [Fact]
    public async Task An_event_that_is_too_large_or_has_too_long_a_key_and_one_of_a_throttled_hub_are_refused()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        await using EventHubProducerClient producer = NewProducer(broker);
        Assert.Equal(
            EventHubsException.FailureReason.MessageSizeExceeded,
            await ReasonAsync(producer.SendAsync([new EventData(new byte[1_100_000])], Cancellation)));

        await Assert.ThrowsAsync<ArgumentException>(
            () => producer.SendAsync([new EventData("")], new SendEventOptions { PartitionKey = new string('k', 129) }, Cancellation));

        broker.Trouble = Trouble.Busy;
        Assert.Equal(EventHubsException.FailureReason.ServiceBusy,
            await ReasonAsync(producer.SendAsync([new EventData("")], Cancellation)));
        broker.Trouble = Trouble.None;
        await producer.SendAsync([new EventData("")], Cancellation);
        Assert.Equal(1, broker.Taken().Sum());
    }

    [Fact]
    public async Task A_receiver_with_a_higher_epoch_takes_the_partition_and_one_with_a_lower_one_gets_none()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        await using PartitionReceiver first = NewReceiver(broker, epoch: 1);
        Assert.Empty(await first.ReceiveBatchAsync(1, TimeSpan.Zero, Cancellation));
        await using PartitionReceiver second = NewReceiver(broker, epoch: 2);
        Assert.Empty(await second.ReceiveBatchAsync(1, TimeSpan.Zero, Cancellation));

        Assert.Equal(EventHubsException.FailureReason.ConsumerDisconnected, await ReasonAsync(UntilItFailsAsync(first)));
        await using PartitionReceiver late = NewReceiver(broker, epoch: 1);
        Assert.Equal(EventHubsException.FailureReason.ConsumerDisconnected, await ReasonAsync(UntilItFailsAsync(late)));
        await using PartitionReceiver without = NewReceiver(broker, epoch: null);
        Assert.Equal(EventHubsException.FailureReason.ConsumerDisconnected, await ReasonAsync(UntilItFailsAsync(without)));
    }

    [Fact]
    public async Task A_sixth_receiver_of_a_group_and_partition_is_refused()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        PartitionReceiver[] receivers = [.. Enumerable.Range(0, 6).Select(_ => NewReceiver(broker, epoch: null))];
        foreach (PartitionReceiver receiver in receivers[..5])
        {
            Assert.Empty(await receiver.ReceiveBatchAsync(1, TimeSpan.Zero, Cancellation));
        }

        Assert.Equal(EventHubsException.FailureReason.QuotaExceeded, await ReasonAsync(UntilItFailsAsync(receivers[5])));
        await Task.WhenAll(receivers.Select(receiver => receiver.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task After_a_kill_nobody_answers_until_the_next_start()
    {
        await using EventHubsBroker broker = EventHubsBroker.Start();
        await using EventHubProducerClient producer = NewProducer(broker);
        await producer.SendAsync([new EventData("one")], new SendEventOptions { PartitionId = "0" }, Cancellation);

        broker.Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => producer.SendAsync([new EventData("lost")], Cancellation));
        using (TcpClient client = new())
        {
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", broker.Port, Cancellation).AsTask());
        }

        broker.StartAgain();
        Assert.Equal(["one"], await TextsAsync(broker, "0", EventPosition.Earliest, 1));
    }

    private static EventHubProducerClient NewProducer(EventHubsBroker broker) =>
        new(broker.ConnectionString, "im", new EventHubProducerClientOptions { RetryOptions = Once });

    private static PartitionReceiver NewReceiver(EventHubsBroker broker, long? epoch, string partition = "0", EventPosition? from = null,
        string group = "$Default") => new(
        group, partition, from ?? EventPosition.Earliest, broker.ConnectionString, "im",
            new PartitionReceiverOptions { OwnerLevel = epoch, RetryOptions = Once });

    private static async Task<string[]> TextsAsync(EventHubsBroker broker, string partition, EventPosition from, int count) =>
        [.. (await ReadAsync(broker, partition, from, count)).Select(one => Encoding.UTF8.GetString(one.EventBody))];

    /// <summary>Reads that many events, and makes sure that there is no further one.</summary>
    private static async Task<EventData[]> ReadAsync(EventHubsBroker broker, string partition, EventPosition from, int count,
        string group = "$Default")
    {
        await using PartitionReceiver receiver = NewReceiver(broker, epoch: null, partition, from, group);
        List<EventData> read = [];
        while (read.Count < count)
        {
            read.AddRange(await receiver.ReceiveBatchAsync(100, TimeSpan.FromSeconds(10), Cancellation));
        }

        Assert.Equal(count, read.Count);
        return [.. read];
    }

    private static async Task UntilItFailsAsync(PartitionReceiver receiver)
    {
        while (true)
        {
            await receiver.ReceiveBatchAsync(1, TimeSpan.FromMilliseconds(100), Cancellation);
        }
    }

    private static async Task<EventHubsException.FailureReason> ReasonAsync(Task call) =>
        (await Assert.ThrowsAnyAsync<EventHubsException>(() => call)).Reason;
}
