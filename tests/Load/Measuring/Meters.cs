using System.Diagnostics;

namespace ImOrleans.Load.Measuring;

/// <summary>All that is read before and after a slice.</summary>
/// <param name="Server">The server under load; null when it is not ours.</param>
/// <param name="Parts">The processor time of the server under load by its parts.</param>
/// <param name="Foreign">Everybody but the generator and the servers of this run. Grows with the wall clock only on a disturbed machine.</param>
internal sealed record Reading(
    TimeSpan At, Usage? Server, IReadOnlyDictionary<string, TimeSpan> Parts, TimeSpan Generator, TimeSpan Foreign);

/// <summary>Reads them.</summary>
/// <param name="servers">All servers of this run: the resting one still uses a little.</param>
internal sealed class Meters(IReadOnlyList<IMeter> servers)
{
    public Reading Read(IMeter? loaded)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan generator = self.TotalProcessorTime;
        TimeSpan ours = servers.Aggregate(generator, (sum, server) => sum + server.Read().Cpu);
        IReadOnlyDictionary<string, TimeSpan> parts = loaded?.Parts() ?? new Dictionary<string, TimeSpan>();
        return new Reading(Stopwatch.GetElapsedTime(0), loaded?.Read(), parts, generator, Machine.BusyTime() - ours);
    }
}
