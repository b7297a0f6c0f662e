using System.Collections.Concurrent;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>What the probes of all silos were given, by stream.</summary>
internal sealed class Deliveries
{
    private readonly ConcurrentDictionary<string, Inbox> inboxes = new();

    public Inbox Of(string stream) => inboxes.GetOrAdd(stream, name => new Inbox(name));
}
