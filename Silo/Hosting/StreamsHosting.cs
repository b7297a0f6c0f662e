using ImOrleans.Grains.Devices;
using ImOrleans.Silo.Streams.EventHubs;
using ImOrleans.Silo.Streams.LongPoll;

namespace ImOrleans.Silo.Hosting;

/// <summary>The streams that carry to devices what they have not acknowledged. Setting <c>Im:Providers:Streams</c>.</summary>
internal static class StreamsHosting
{
    public static ISiloBuilder AddStreams(this ISiloBuilder silo) => silo.AddProvider(
        nameof(ProviderOptions.Streams),
        static options => options.Streams,
        (ProviderOptions.LongPoll, static silo => silo.AddLongPollStreams(DeviceStream.Provider)),
        (ProviderOptions.EventHubs, static silo => silo
            .AddEventHubsStreams(DeviceStream.Provider, IsOfDevice)
            .Configure<DeviceOptions>(static options => options.StreamsHaveBodies = false)));

    /// <summary>A key from outside that is none would fail the activation of its grain, and hold up the partition.</summary>
    private static bool IsOfDevice(StreamId stream) =>
        stream.GetNamespace() == DeviceStream.Namespace && DeviceKey.IsOne(stream.GetKeyAsString());
}
