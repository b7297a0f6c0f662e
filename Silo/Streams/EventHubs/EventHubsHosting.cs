using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>Streams on a hub of Azure Event Hubs.</summary>
internal static class EventHubsHosting
{
    /// <param name="isStream">Which streams have consumers that can take their key.</param>
    /// <exception cref="StartupException">A setting is out of range.</exception>
    public static ISiloBuilder AddEventHubsStreams(this ISiloBuilder silo, string name, Predicate<StreamId> isStream)
    {
        EventHubsOptions settings = silo.Configuration.ReadSettings<EventHubsOptions>(EventHubsOptions.Section);
        silo.Services.AddSettings<EventHubsOptions>(EventHubsOptions.Section, exclusive: true);
        silo.Services.AddSingleton<EventHubsConnecting>();
        silo.Services.AddSingleton<EventHubsMetrics>();
        silo.Services.AddSingleton(static provider => new RequiredServer(provider.GetRequiredService<EventHubsConnecting>().EnsureAcceptedAsync));
        silo.AddStreaming();
        LateStreams streams = new(name, configure => configure(silo.Services), (services, _) => NewAdapter(services, name, isStream));
        streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        streams.ConfigurePullingAgent(agent => agent.Configure<IOptions<EventHubsOptions>>(static (agent, options) =>
            Configure(agent, options.Value)));

        // Each partition has exactly one silo, if not equally many. The balancer for deployments gives none to anybody without a word.
        streams.UseConsistentRingQueueBalancer();
        silo.AddCheckpoints(streams, settings);
        return silo;
    }

    private static EventHubsAdapter NewAdapter(IServiceProvider services, string name, Predicate<StreamId> isStream)
    {
        EventHubsOptions options = services.GetRequiredService<IOptions<EventHubsOptions>>().Value;
        EventHubsEvents events = ActivatorUtilities.CreateInstance<EventHubsEvents>(services, isStream);
        return ActivatorUtilities.CreateInstance<EventHubsAdapter>(
            services,
            name,
            options,
            events,
            ActivatorUtilities.CreateInstance<EventHubsPublisher>(services, options),
            ActivatorUtilities.CreateInstance<EventHubsPartitions>(services, name, options, events));
    }

    private static void Configure(StreamPullingAgentOptions agent, EventHubsOptions options)
    {
        agent.GetQueueMsgsTimerPeriod = options.PollPeriod;
        agent.BatchContainerBatchSize = 32;
        agent.StreamInactivityPeriod = options.Inactivity;
        agent.MaxEventDeliveryTime = options.DeliveryTime;
    }

    /// <summary>The parts of a persistent stream provider, of which the reading half starts late.</summary>
    private sealed class LateStreams : NamedServiceConfigurator, ISiloPersistentStreamConfigurator
    {
        public LateStreams(string name, Action<Action<IServiceCollection>> configure, Func<IServiceProvider, string,
            EventHubsAdapter> newAdapter)
            : base(name, configure)
        {
            this.ConfigureComponent<IStreamProvider>(PersistentStreamProvider.Create);
            this.ConfigureComponent(static (services, name) =>
                (Orleans.Providers.IControllable)services.GetRequiredKeyedService<IStreamProvider>(name));
            this.ConfigureComponent<IQueueAdapterFactory>(newAdapter);
            ConfigureDelegate(services => services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider =>
                NewStart(provider, name)));
        }

        private static LateStart NewStart(IServiceProvider services, string name) => ActivatorUtilities.CreateInstance<LateStart>(
            services,
            (PersistentStreamProvider)services.GetRequiredKeyedService<IStreamProvider>(name),
            services.GetRequiredService<IOptionsMonitor<StreamLifecycleOptions>>().Get(name),
            (Func<CancellationToken, Task>)((EventHubsAdapter)services.GetRequiredKeyedService<IQueueAdapterFactory>(name)).OpenAsync);
    }
}
