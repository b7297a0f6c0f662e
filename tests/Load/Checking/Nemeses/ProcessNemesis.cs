using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>A process of a cluster ends by a signal and is started again.</summary>
/// <param name="processes">One of them is drawn.</param>
internal sealed class ProcessNemesis(string name, KeptCluster cluster, string[] processes, string signal, Town town,
    Recovery recovery) : Nemesis(name)
{
    public override async Task<string> StrikeAsync(Random random)
    {
        string process = random.Pick(processes);
        SendingAgain.Measure(town, recovery, Name);
        await cluster.EndAsync(process, signal);
        await cluster.AwaitAllReadyAsync();
        return $"ended {process} by SIG{signal}";
    }
}
