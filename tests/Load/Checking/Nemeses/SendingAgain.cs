using System.Collections.Concurrent;
using System.Diagnostics;
using ImOrleans.Load.Checking.Towns;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// Measures how long it takes after a fault until every conversation has stored a send that began after it, also beyond the end of the fault. It
/// ends without a measurement when sending is closed before that.
/// </summary>
internal sealed class SendingAgain
{
    private readonly Town town;
    private readonly Recovery recovery;
    private readonly string nemesis;
    private readonly int closings;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<Talk, bool> silent;

    private SendingAgain(Town town, Recovery recovery, string nemesis)
    {
        (this.town, this.recovery, this.nemesis, closings) = (town, recovery, nemesis, town.Traffic.Closings);
        silent = new(town.Talks.Select(talk => KeyValuePair.Create(talk, true)));
    }

    public static void Measure(Town town, Recovery recovery, string nemesis)
    {
        if (!town.Traffic.IsClosed)
        {
            town.Traffic.Acknowledged += new SendingAgain(town, recovery, nemesis).Note;
        }
    }

    private void Note(Talk talk, long attempt)
    {
        if (town.Traffic.Closings != closings)
        {
            town.Traffic.Acknowledged -= Note;
        }
        else if (attempt > began && silent.TryRemove(talk, out _) && silent.IsEmpty)
        {
            town.Traffic.Acknowledged -= Note;
            recovery.Sent(nemesis, Stopwatch.GetElapsedTime(began));
        }
    }
}
