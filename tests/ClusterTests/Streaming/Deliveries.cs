using System.Collections.Concurrent;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>The events that the probes of all silos got, by stream.</summary>
internal sealed class Deliveries
{
    private readonly ConcurrentDictionary<string, Inbox> inboxes = new();

    public Inbox Of(string stream) => inboxes.GetOrAdd(stream, name => new Inbox(name));
}
