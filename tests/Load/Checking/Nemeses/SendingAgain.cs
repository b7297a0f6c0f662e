using System.Collections.Concurrent;
using System.Diagnostics;
using ImOrleans.Load.Checking.Towns;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>Measures how long it takes after a fault until every conversation has stored a send that began after it. It ends with the traffic.</summary>
internal sealed class SendingAgain : IDisposable
{
    private readonly Town town;
    private readonly Recovery recovery;
    private readonly string nemesis;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<Talk, bool> silent;

    public SendingAgain(Town town, Recovery recovery, string nemesis)
    {
        (this.town, this.recovery, this.nemesis) = (town, recovery, nemesis);
        silent = new(town.Talks.Select(talk => KeyValuePair.Create(talk, true)));
        town.Traffic.Acknowledged += Note;
    }

    public void Dispose() => town.Traffic.Acknowledged -= Note;

    private void Note(Talk talk, long attempt)
    {
        if (attempt > began && silent.TryRemove(talk, out _) && silent.IsEmpty)
        {
            recovery.Sent(nemesis, Stopwatch.GetElapsedTime(began));
            Dispose();
        }
    }
}
