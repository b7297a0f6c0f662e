using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// Every silo and every gateway is stopped in order (<c>SIGTERM</c>) and started in the other version, one at a time: from the older to the
/// newer one, the next time back. Silos or gateways come first, so that each works beside both versions of the other.
/// </summary>
internal sealed class UpgradeNemesis(KeptCluster cluster) : Nemesis(ItsName)
{
    public const string ItsName = "upgrade";

    private bool isOlder = true;

    public override async Task<string> StrikeAsync(Random random)
    {
        isOlder = !isOlder;
        bool silosFirst = random.Falls(0.5);
        foreach (string process in silosFirst ? (string[])[.. cluster.Silos, .. cluster.Gateways] : [.. cluster.Gateways, .. cluster.Silos])
        {
            cluster.SetVersion(process, isOlder);
            await cluster.EndAsync(process, "TERM");
            await cluster.AwaitAllReadyAsync();
        }

        return $"restarted everything in the {(isOlder ? "older" : "newer")} version, {(silosFirst ? "silos" : "gateways")} first";
    }
}
