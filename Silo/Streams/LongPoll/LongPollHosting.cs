using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Streams;

namespace ImOrleans.Silo.Streams.LongPoll;

/// <summary>Streams without a broker: queues are grains, and agents wait at them instead of polling.</summary>
public static class LongPollHosting
{
    /// <summary>
    /// Adds a stream provider. Its options are read from <see cref="LongPollOptions.Section"/> and then given to
    /// <paramref name="configure"/>; one out of range stops the silo at its start.
    /// </summary>
    public static ISiloBuilder AddLongPollStreams(this ISiloBuilder silo, string name, Action<LongPollOptions>? configure = null)
    {
        silo.Services.AddOptions<LongPollOptions>(name)
            .BindConfiguration(LongPollOptions.Section)
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        silo.Services.ShowSettings<LongPollOptions>(LongPollOptions.Section, name);
        return silo.AddPersistentStreams(name, LongPollAdapter.Create, streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.Configure<HashRingStreamQueueMapperOptions>(mapper => mapper
                .Configure<IOptionsMonitor<LongPollOptions>>((o, options) => o.TotalQueueCount = options.Get(name).Queues));
            streams.ConfigurePullingAgent(agent => agent
                .Configure<IOptionsMonitor<LongPollOptions>>((o, options) => Configure(o, options.Get(name))));
        });
    }

    private static void Configure(StreamPullingAgentOptions agent, LongPollOptions options)
    {
        // A stream that was silent stops its queue until the next tick while it registers: the period is its latency, not a poll.
        agent.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(1);
        agent.BatchContainerBatchSize = 32;
        agent.StreamInactivityPeriod = options.Inactivity;
        agent.MaxEventDeliveryTime = options.DeliveryTime;
    }
}
