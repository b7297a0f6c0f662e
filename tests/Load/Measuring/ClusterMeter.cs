using System.Diagnostics;
using System.Globalization;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Measuring;

/// <summary>
/// Reads what a cluster uses: its silos and gateways, and the servers of the stores. Allocations, pauses and memory are those of the silos
/// alone: a gateway cannot load this assembly, which refers to the silo.
/// </summary>
internal sealed class ClusterMeter : IMeter
{
    private const int TicksPerSecond = 100;
    private readonly KeptCluster cluster;
    private readonly Dictionary<string, IMeter> programs = [];

    /// <summary>Before the start of the cluster.</summary>
    public ClusterMeter(KeptCluster cluster)
    {
        this.cluster = cluster;
        foreach (string name in cluster.Silos)
        {
            cluster.AddEnvironment(
                name,
                [
                    $"export DOTNET_STARTUP_HOOKS='{typeof(StartupHook).Assembly.Location}'",
                    $"export {StartupHook.SocketVariable}='{SocketOf(name)}'",
                    "export DOTNET_gcServer=0",
                ]);
        }
    }

    public Usage Read()
    {
        Usage silos = cluster.Silos.Select(MeterOf).Aggregate(default(Usage), (sum, meter) => sum + meter.Read());
        return silos with { Cpu = Parts().Values.Aggregate(TimeSpan.Zero, (sum, part) => sum + part) };
    }

    public IReadOnlyDictionary<string, TimeSpan> Parts()
    {
        Dictionary<string, TimeSpan> parts = new()
        {
            ["gateways"] = Sum(cluster.Gateways),
            ["silos"] = Sum(cluster.Silos),
        };
        foreach (string server in cluster.Servers)
        {
            parts[server] = Sum([server]);
        }

        return parts;
    }

    private IMeter MeterOf(string name)
    {
        if (!programs.TryGetValue(name, out IMeter? meter))
        {
            programs[name] = meter = new ProcessMeter(Process.GetProcessById(cluster.Pid(name)), SocketOf(name));
        }

        return meter;
    }

    private string SocketOf(string name) => Path.Combine(cluster.Folder, $"{name}.meter");

    private TimeSpan Sum(IEnumerable<string> names)
    {
        HashSet<int> asked = [.. names.Select(cluster.Pid)];
        long ticks = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            if (StatOf(folder) is { } stat && (asked.Contains(stat.Pid) || asked.Contains(stat.Parent)))
            {
                ticks += stat.Ticks;
            }
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    /// <summary>The time of a process, with that of its children which have ended: PostgreSQL has a process for each connection.</summary>
    private static (int Pid, int Parent, long Ticks)? StatOf(string folder)
    {
        try
        {
            // "pid (name) state ppid ...": the name can have spaces. The 14th to 17th fields are user and kernel time, own and of children.
            string text = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null; // It has ended.
        }
    }
}
