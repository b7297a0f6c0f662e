using System.Collections.Concurrent;
using ImOrleans.Engines;
using ImOrleans.Engines.EventHubs;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.Silo.Streams.EventHubs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

/// <summary>Streams on a hub whose checkpoints are in a table of the account.</summary>
public sealed class CheckpointingTests(AzuriteFixture azurite)
{
    private const string Provider = "readers";

    [Fact]
    public async Task A_silo_goes_on_where_the_one_before_it_stopped()
    {
        AzureOptions options = await azurite.NewOptionsAsync();
        await using EventHubsBroker broker = EventHubsBroker.Start(new EventHubsSettings { Partitions = 1 });
        using (IHost first = await StartAsync(options, broker))
        {
            for (int item = 1; item <= 20; item++)
            {
                await PublishAsync(first, item);
            }

            await Seen(first).UntilAsync(20);
            await first.StopAsync();
        }

        using IHost second = await StartAsync(options, broker);
        await PublishAsync(second, 21);
        int[] seen = await Seen(second).UntilAsync(21);

        // The last event before the stop may come again.
        Assert.DoesNotContain(seen, item => item < 20);
        await second.StopAsync();
        await AzureAccount.Main(options).Tables.DeleteTableAsync($"{options.Prefix}streams");
    }

    private static SeenItems Seen(IHost host) => host.Services.GetRequiredService<SeenItems>();

    private static Task PublishAsync(IHost host, int item) => host.Services.GetRequiredKeyedService<IStreamProvider>(Provider)
        .GetStream<int>(StreamId.Create(ReaderGrain.Namespace, "a")).OnNextAsync(item);

    private static async Task<IHost> StartAsync(AzureOptions options, EventHubsBroker broker)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Im:Azure:ConnectionString", options.ConnectionString),
            new("Im:Azure:Prefix", options.Prefix),
            new("Im:EventHubs:ConnectionString", broker.ConnectionString),
        ]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SeenItems>();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePorts.Take(), FreePorts.Take()).AddEventHubsStreams(Provider,
            static _ => true));
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

/// <summary>The events that the readers of one silo got.</summary>
internal sealed class SeenItems : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<int> items = new();
    private readonly SemaphoreSlim arrived = new(0);

    public void Add(int item)
    {
        items.Enqueue(item);
        arrived.Release();
    }

    public void Dispose() => arrived.Dispose();

    /// <returns>Everything up to then.</returns>
    public async Task<int[]> UntilAsync(int item)
    {
        while (!items.Contains(item))
        {
            Assert.True(await arrived.WaitAsync(Patience), $"Item {item} did not come.");
        }

        return [.. items];
    }
}
