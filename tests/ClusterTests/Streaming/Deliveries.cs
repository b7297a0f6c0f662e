using System.Collections.Concurrent;

namespace ImOrleans.ClusterTests.Streaming;

/// <summary>What the probes of all silos were given, by stream.</summary>
internal sealed class Deliveries
{
    private readonly ConcurrentDictionary<string, Inbox> _inboxes = new();

    public Inbox Of(string stream) => _inboxes.GetOrAdd(stream, name => new Inbox(name));
}
