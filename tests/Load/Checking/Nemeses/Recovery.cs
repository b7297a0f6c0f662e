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

    /// <summary>Seconds from a kill until the server was ready.</summary>
    public IReadOnlyList<double> ReadyAfterKill => ready;

    /// <summary>Seconds from a kill until the first send was acknowledged.</summary>
    public IReadOnlyList<double> AcknowledgedAfterKill => acknowledged;

    public IReadOnlyList<double> Storms => storms;

    /// <summary>Why the server had to be restarted although the run had not killed it.</summary>
    public IReadOnlyList<string> Restarts => restarts;

    /// <summary>Seconds from the end of a fault until every device had everything, by nemesis.</summary>
    public IReadOnlyDictionary<string, List<double>> Level => level;

    public void Ready(TimeSpan after) => Add(ready, after);

    public void Acknowledged(TimeSpan after) => Add(acknowledged, after);

    public void Stormed(TimeSpan after) => Add(storms, after);

    public void NoteRestart(string reason) => restarts.Add(reason);

    public void Leveled(string nemesis, TimeSpan after)
    {
        level.TryAdd(nemesis, []);
        Add(level[nemesis], after);
    }

    private void Add(List<double> to, TimeSpan span)
    {
        lock (gate)
        {
            to.Add(span.TotalSeconds);
        }
    }
}
