using System.Globalization;
using ImOrleans.Load.Checking.Network;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>
/// Nothing comes through between a silo and the rest of the cluster, Redis, or the store, for a moment or for longer than the others wait
/// for it. Data that was sent meanwhile arrives late, or its connections are cut.
/// </summary>
internal sealed class PartitionNemesis(KeptCluster cluster, SiloNetwork[] networks, Town town, Recovery recovery) : Nemesis(ItsName)
{
    public const string ItsName = "partition";

    public override async Task<string> StrikeAsync(Random random)
    {
        SiloNetwork network = random.Pick(networks);
        (string from, IReadOnlyList<Proxy> proxies) = random.Pick(Sides(network));
        double seconds = random.Falls(0.4) ? 0.2 + (2 * random.NextDouble()) : 12;
        bool cut = random.Falls(0.5);
        SendingAgain.Measure(town, recovery, $"{Name} from {from}");
        Set(proxies, Weather.Fair with { Stands = true });
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        if (cut)
        {
            int connections = proxies.Sum(proxy => proxy.Cut(random, 1));
            from += $", cut {connections} connections";
        }

        Set(proxies, Weather.Fair);
        await cluster.AwaitAllReadyAsync();
        return string.Create(CultureInfo.InvariantCulture, $"parted {network.Silo} for {seconds:F1} s from {from}");
    }

    private static List<(string From, IReadOnlyList<Proxy> Proxies)> Sides(SiloNetwork network)
    {
        List<(string From, IReadOnlyList<Proxy> Proxies)> sides = [("the cluster", network.Inbound), ("the store", network.Store)];
        if (network.Redis is { } redis)
        {
            sides.Add(("Redis", [redis]));
        }

        return sides;
    }

    private static void Set(IReadOnlyList<Proxy> proxies, Weather weather)
    {
        foreach (Proxy proxy in proxies)
        {
            proxy.Weather = weather;
        }
    }
}
