using System.Globalization;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// <c>SIGSTOP</c>, then <c>SIGCONT</c>, of a silo or a gateway: for a moment, for longer than the others wait for it, or for longer than
/// any lease
/// holds (30 s).
/// </summary>
internal sealed class FreezeNemesis(string name, KeptCluster cluster, string[] processes, Town town, Recovery recovery) : Nemesis(name)
{
    public override async Task<string> StrikeAsync(Random random)
    {
        string process = random.Pick(processes);
        double seconds = random.NextDouble() switch { < 0.4 => 0.2 + (2 * random.NextDouble()), < 0.8 => 12, _ => 35 };
        SendingAgain.Measure(town, recovery, Name);
        await cluster.SignalAsync(process, "STOP");
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await cluster.SignalAsync(process, "CONT");
        await cluster.AwaitAllReadyAsync();
        return string.Create(CultureInfo.InvariantCulture, $"stopped {process} for {seconds:F1} s");
    }
}
