using ImOrleans.ClusterTests.Running;
using ImOrleans.ClusterTests.Streaming;
using ImOrleans.Engines.EventHubs;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Streams.EventHubs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Orleans.Streams;
using Orleans.TestingHost;

namespace ImOrleans.ClusterTests.EventHubs;

/// <summary>Two silos with the streams of Event Hubs, a broker, and the eyes of a test on both ends.</summary>
internal sealed class HubCluster(InProcessTestCluster silos, EventHubsBroker broker, Deliveries deliveries) : IAsyncDisposable
{
    public const string Provider = "probes";
    private const string Memory = "memory";

    public InProcessTestCluster Silos => silos;

    public EventHubsBroker Broker => broker;

    /// <param name="broker">Its own if none is given.</param>
    /// <param name="settings">Settings of <c>Im:EventHubs</c> that win over those of the tests.</param>
    public static Task<HubCluster> StartAsync(EventHubsBroker? broker = null, params (string Name, string Value)[] settings) =>
        StartAsync(broker ?? EventHubsBroker.Start(), new CheckpointStore(), settings);

    public static Task<HubCluster> StartAsync(EventHubsBroker broker, CheckpointStore checkpoints,
        params (string Name, string Value)[] settings) => StartAsync(broker, checkpoints, binding: null, settings);

    /// <summary>One that knows its id.</summary>
    public static async Task<HubCluster> StartOfAsync(EventHubsBroker broker, string clusterId)
    {
        ClusterBinding binding = new(new InventedFacts(), clusterId);
        await binding.EnsureAsync([]);
        return await StartAsync(broker, new CheckpointStore(), binding);
    }

    private static async Task<HubCluster> StartAsync(EventHubsBroker broker, CheckpointStore checkpoints, ClusterBinding? binding,
        params (string Name, string Value)[] settings)
    {
        Deliveries deliveries = new();
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(SettingsOf(broker, settings)));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(deliveries);
            silo.AddMemoryGrainStorage(Memory);
            silo.Services.AddGrainStorage(
                ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
                (services, _) => checkpoints.Over(services.GetRequiredKeyedService<IGrainStorage>(Memory)));
            if (binding is not null)
            {
                silo.Services.AddSingleton(binding);
            }

            silo.AddEventHubsStreams(Provider, static stream => stream.GetNamespace() == ProbeGrain.Namespace);
        });
        HubCluster cluster = new(builder.Build(), broker, deliveries);
        await cluster.Silos.DeployAsync();
        return cluster;
    }

    public Inbox Inbox(string stream) => deliveries.Of(stream);

    public Task PublishAsync(string stream, int item, int silo = 0) => silos.Silos[silo].ServiceProvider
        .GetRequiredKeyedService<IStreamProvider>(Provider)
        .GetStream<int>(StreamId.Create(ProbeGrain.Namespace, stream))
        .OnNextAsync(item);

    /// <summary>Repeats a failed publishing call, as the product does.</summary>
    public Task PublishUntilTakenAsync(string stream, int item) => Waiting.Until(
        async () =>
        {
            try
            {
                await PublishAsync(stream, item);
                return true;
            }
            catch (StreamUnavailableException)
            {
                return false;
            }
        },
        $"The hub did not take event {item} of {stream}.");

    /// <summary>Stops or starts the agents of both silos.</summary>
    public Task SendAgentsAsync(PersistentStreamProviderCommand command) => silos.Client.GetGrain<IManagementGrain>(0)
        .SendControlCommandToProvider<PersistentStreamProvider>(Provider, (int)command, null);

    public async ValueTask DisposeAsync()
    {
        await silos.DisposeAsync();
        await broker.DisposeAsync();
    }

    private static Dictionary<string, string?> SettingsOf(EventHubsBroker broker, (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> all = new()
        {
            [$"{EventHubsOptions.Section}:ConnectionString"] = broker.ConnectionString,
            [$"{EventHubsOptions.Section}:Checkpoints"] = EventHubsOptions.GrainStorage,
            [$"{EventHubsOptions.Section}:RetryPause"] = "00:00:00.1",
        };
        foreach ((string name, string value) in settings)
        {
            all[$"{EventHubsOptions.Section}:{name}"] = value;
        }

        return all;
    }
}
