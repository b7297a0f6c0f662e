using System.Diagnostics.Metrics;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>The metrics of the hub for operators, as the meter <c>ImOrleans.EventHubs</c>.</summary>
internal sealed class EventHubsMetrics
{
    private readonly Counter<long> unpublished;
    private readonly Counter<long> unreadable;

    public EventHubsMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create("ImOrleans.EventHubs");
        unpublished = meter.CreateCounter<long>("imorleans.event_hubs.unpublished", description: "Events that the hub did not take.");
        unreadable = meter.CreateCounter<long>("imorleans.event_hubs.unreadable",
            description: "Events of the hub that are none of ours, or cannot be read.");
    }

    public void Unpublished() => unpublished.Add(1);

    public void Unreadable() => unreadable.Add(1);
}
