using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// Every silo and every gateway is stopped in order (<c>SIGTERM</c>) and started again, one at a time, as for an upgrade.
/// </summary>
internal sealed class RollingNemesis(KeptCluster cluster) : Nemesis("rolling")
{
    public override async Task<string> StrikeAsync(Random random)
    {
        foreach (string process in (string[])[.. cluster.Silos, .. cluster.Gateways])
        {
            await cluster.EndAsync(process, "TERM");
            await cluster.AwaitAllReadyAsync();
        }

        return "restarted every silo and gateway in turn";
    }
}
