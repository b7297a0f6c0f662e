namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>How long it took to be well again.</summary>
internal sealed class Recovery
{
    private readonly Lock gate = new();
    private readonly List<double> ready = [];
    private readonly List<double> acknowledged = [];
    private readonly List<double> storms = [];
    private readonly List<string> restarts = [];
    private readonly Dictionary<string, List<double>> level = [];
    private readonly Dictionary<string, List<double>> sending = [];

    /// <summary>Seconds from a kill until the server was ready.</summary>
    public IReadOnlyList<double> ReadyAfterKill => ready;

    /// <summary>Seconds from a kill until the first send was acknowledged.</summary>
    public IReadOnlyList<double> AcknowledgedAfterKill => acknowledged;

    public IReadOnlyList<double> Storms => storms;

    /// <summary>Why the server had to be restarted although the run had not killed it.</summary>
    public IReadOnlyList<string> Restarts => restarts;

    /// <summary>Seconds from the end of a fault until every device had everything, by nemesis.</summary>
    public IReadOnlyDictionary<string, List<double>> Level => level;

    /// <summary>Seconds from a fault of one process of a cluster until every conversation had stored another send, by nemesis.</summary>
    public IReadOnlyDictionary<string, List<double>> Sending => sending;

    public void Ready(TimeSpan after) => Add(ready, after);

    public void Acknowledged(TimeSpan after) => Add(acknowledged, after);

    public void Stormed(TimeSpan after) => Add(storms, after);

    public void NoteRestart(string reason) => restarts.Add(reason);

    public void Leveled(string nemesis, TimeSpan after) => Add(level, nemesis, after);

    public void Sent(string nemesis, TimeSpan after) => Add(sending, nemesis, after);

    private void Add(Dictionary<string, List<double>> to, string nemesis, TimeSpan span)
    {
        lock (gate)
        {
            to.TryAdd(nemesis, []);
        }

        Add(to[nemesis], span);
    }

    private void Add(List<double> to, TimeSpan span)
    {
        lock (gate)
        {
            to.Add(span.TotalSeconds);
        }
    }
}
