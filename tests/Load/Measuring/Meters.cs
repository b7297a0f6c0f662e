using System.Diagnostics;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Measuring;

/// <summary>All that is read before and after a slice.</summary>
/// <param name="Server">The server under load; null when it is not ours.</param>
/// <param name="Foreign">Everybody but the generator and the servers of this run. Grows with the wall clock only on a disturbed machine.</param>
internal sealed record Reading(TimeSpan At, Usage? Server, TimeSpan Generator, TimeSpan Foreign);

/// <summary>Reads them.</summary>
/// <param name="servers">All servers of this run: the resting one still uses a little.</param>
internal sealed class Meters(IReadOnlyList<ServerProcess> servers)
{
    public Reading Read(ServerProcess? loaded)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan generator = self.TotalProcessorTime;
        TimeSpan ours = servers.Aggregate(generator, (sum, server) => sum + server.Meter.Read().Cpu);
        return new Reading(Stopwatch.GetElapsedTime(0), loaded?.Meter.Read(), generator, Machine.BusyTime() - ours);
    }
}
