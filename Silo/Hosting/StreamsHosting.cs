using ImOrleans.Grains.Devices;
using ImOrleans.Silo.Streams.LongPoll;

namespace ImOrleans.Silo.Hosting;

/// <summary>The streams that carry what devices missed.</summary>
internal static class StreamsHosting
{
    public static ISiloBuilder AddStreams(this ISiloBuilder silo) => silo.AddLongPollStreams(DeviceStream.Provider);
}
