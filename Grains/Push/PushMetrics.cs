using System.Diagnostics.Metrics;

namespace ImOrleans.Grains.Push;

/// <summary>The metrics of notifications for operators, as the meter <c>ImOrleans.Push</c>.</summary>
internal sealed class PushMetrics
{
    private readonly Counter<long> decided;
    private readonly Counter<long> suppressed;
    private readonly Counter<long> sent;
    private readonly Counter<long> accepted;
    private readonly Counter<long> failed;
    private readonly Counter<long> opened;
    private readonly UpDownCounter<int> waiting;
    private readonly Histogram<double> delay;

    public PushMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create("ImOrleans.Push");
        decided = meter.CreateCounter<long>("imorleans.push.decided", description: "Decisions on notifications; each repetition is one.");
        suppressed = meter.CreateCounter<long>("imorleans.push.suppressed", description: "Notifications that were not made, by rule.");
        sent = meter.CreateCounter<long>("imorleans.push.sent", description: "Notifications that a provider was called for.");
        accepted = meter.CreateCounter<long>("imorleans.push.accepted", description: "Notifications that a provider took.");
        failed = meter.CreateCounter<long>("imorleans.push.failed", description: "Notifications that a provider did not take, by cause.");
        opened = meter.CreateCounter<long>("imorleans.push.opened", description: "Notifications that users opened.");
        waiting = meter.CreateUpDownCounter<int>(
            "imorleans.push.waiting", description: "Notifications that wait for a provider, of the users whose grain is in this silo.");
        delay = meter.CreateHistogram<double>(
            "imorleans.push.delay", unit: "s", description: "From the handover of a message to the acceptance by the provider.");
    }

    public void Decided() => decided.Add(1);

    public void Suppressed(string rule) => suppressed.Add(1, new KeyValuePair<string, object?>("rule", rule));

    public void Sent(string provider) => sent.Add(1, Provider(provider));

    public void Accepted(string provider, TimeSpan after)
    {
        accepted.Add(1, Provider(provider));
        delay.Record(Math.Max(0, after.TotalSeconds), Provider(provider));
    }

    /// <param name="cause">An outcome, not the provider's own word, which has no bound.</param>
    public void Failed(string provider, string cause) =>
        failed.Add(1, Provider(provider), new KeyValuePair<string, object?>("cause", cause));

    public void Opened(string provider) => opened.Add(1, Provider(provider));

    public void Waiting(int more) => waiting.Add(more);

    private static KeyValuePair<string, object?> Provider(string name) => new("provider", name);
}
