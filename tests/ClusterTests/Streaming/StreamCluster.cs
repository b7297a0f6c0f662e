using ImOrleans.Silo.Streams.LongPoll;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using Orleans.TestingHost;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>Two silos with the long-poll streams, and the eyes of a test on both ends.</summary>
internal sealed class StreamCluster(InProcessTestCluster silos, Deliveries deliveries, DequeueWatch watch) : IAsyncDisposable
{
    public const string Provider = "probes";

    public InProcessTestCluster Silos => silos;

    public DequeueWatch Watch => watch;

    /// <summary>The queue of a cluster with one.</summary>
    public ILongPollQueueGrain TheQueue => silos.Client.GetGrain<ILongPollQueueGrain>(LongPollQueueKey.Of(Provider, TheQueueId));

    private static QueueId TheQueueId =>
        new HashRingBasedStreamQueueMapper(new HashRingStreamQueueMapperOptions { TotalQueueCount = 1 }, Provider).GetAllQueues().Single();

    public static async Task<StreamCluster> StartAsync(Action<LongPollOptions>? configure = null)
    {
        var (deliveries, watch) = (new Deliveries(), new DequeueWatch());
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(deliveries);
            silo.AddIncomingGrainCallFilter(watch);
            silo.AddLongPollStreams(Provider, options =>
            {
                options.Queues = 4;
                configure?.Invoke(options);
            });
        });
        var silos = builder.Build();
        await silos.DeployAsync();
        return new StreamCluster(silos, deliveries, watch);
    }

    public Inbox Inbox(string stream) => deliveries.Of(stream);

    public Task PublishAsync(string stream, int item) => silos.Silos[0].ServiceProvider
        .GetRequiredKeyedService<IStreamProvider>(Provider)
        .GetStream<int>(StreamId.Create(ProbeGrain.Namespace, stream))
        .OnNextAsync(item);

    /// <summary>Stops or starts the agents of both silos.</summary>
    public Task SendAgentsAsync(PersistentStreamProviderCommand command) => silos.Client.GetGrain<IManagementGrain>(0)
        .SendControlCommandToProvider<PersistentStreamProvider>(Provider, (int)command, null);

    /// <summary>An agent's reading end in the hand of the test.</summary>
    public IQueueAdapterReceiver NewReceiver() =>
        ((IQueueAdapter)LongPollAdapter.Create(silos.Silos[0].ServiceProvider, Provider)).CreateReceiver(TheQueueId);

    public async ValueTask DisposeAsync() => await silos.DisposeAsync();
}
