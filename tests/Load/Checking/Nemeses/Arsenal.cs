using System.ComponentModel.DataAnnotations;
using ImOrleans.Load.Checking.Network;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Nemeses;

/// <summary>The nemeses by their names on the command line.</summary>
internal static class Arsenal
{
    private static readonly string[] OfClients = ["proxy", "storm", "client"];
    private static readonly string[] OfServers = ["kill", "pause", "disk", "clock"];

    private static readonly string[] OfClusters =
        ["silo", "gateway", "silo-freeze", "gateway-freeze", "rolling", PartitionNemesis.ItsName, SlowStoreNemesis.ItsName];
    private static readonly string[] OfPostgres = ["redis", "postgres"];

    /// <summary>Needs a server whose store can be made to fail.</summary>
    private const string Store = "store";

    /// <exception cref="ValidationException">One is unknown, or not possible here.</exception>
    public static string[] Names(CheckOptions options)
    {
        string[] ofServers = options.HasCluster ? [.. OfClusters, ClockNemesis.ItsName,
            .. options.Store == "postgres" ? OfPostgres : []] : options.Url is null ? OfServers : [];
        string[] possible =
        [
            .. OfClients, .. ofServers,
            .. options.Program is null ? [] : (string[])[Store],
            .. options.Before is null ? [] : (string[])[UpgradeNemesis.ItsName],
        ];
        string[] asked = options.Nemeses is ["all"] ? possible : options.Nemeses;
        if (asked.FirstOrDefault(name => !possible.Contains(name)) is { } impossible)
        {
            throw new ValidationException(
                $"--nemesis {impossible} is not possible here; possible are {string.Join(", ", possible)}, all, none." +
                " With --url only clients and their network are disturbed; store needs a --program that can fail on request," +
                " upgrade needs --before;" +
                " with --silos, one process of the cluster is ended or stopped.");
        }

        if (options.Url?.Scheme == Uri.UriSchemeHttps && asked.Contains("proxy"))
        {
            throw new ValidationException("--nemesis proxy stands between clients and server, and cannot do so with https.");
        }

        return asked;
    }

    public static bool IsOfClusters(string name) =>
        OfClusters.Contains(name) || OfPostgres.Contains(name) || name is Store or UpgradeNemesis.ItsName;

    /// <summary>Whether one of them stands between a silo and what it speaks to.</summary>
    public static bool NeedsSiloNetworks(string[] names) =>
        names.Contains(PartitionNemesis.ItsName) || names.Contains(SlowStoreNemesis.ItsName);

    public static Nemesis Take(string name, KeptCluster cluster, SiloNetwork[] networks, Town town, Recovery recovery) => name switch
    {
        PartitionNemesis.ItsName => new PartitionNemesis(cluster, networks, town, recovery),
        SlowStoreNemesis.ItsName => new SlowStoreNemesis(networks),
        Store => new StoreNemesis([.. cluster.Silos.Select(silo => Path.Combine(cluster.Folder, silo))]),
        "silo" => new ProcessNemesis(name, cluster, cluster.Silos, "KILL", town, recovery),
        "gateway" => new ProcessNemesis(name, cluster, cluster.Gateways, "KILL", town, recovery),
        "silo-freeze" => new FreezeNemesis(name, cluster, cluster.Silos, town, recovery),
        "gateway-freeze" => new FreezeNemesis(name, cluster, cluster.Gateways, town, recovery),
        "redis" => new ProcessNemesis(name, cluster, ["redis"], "TERM", town, recovery),
        "postgres" => new ProcessNemesis(name, cluster, ["postgres"], "QUIT", town, recovery), // At once, so that it recovers from its log.
        "rolling" => new RollingNemesis(cluster),
        UpgradeNemesis.ItsName => new UpgradeNemesis(cluster),
        _ => throw new ValidationException($"--nemesis {name} is not known."),
    };

    public static Nemesis Take(string name, KeptServer? server, Proxy[] proxies, Town town, Recovery recovery) => name switch
    {
        "kill" => new KillNemesis(server!, town.Traffic, recovery),
        "pause" => new PauseNemesis(server!),
        "disk" => new DiskNemesis(server!, town.Traffic, recovery),
        Store => new StoreNemesis(server!.DataPath),
        "proxy" => new ProxyNemesis(proxies),
        "storm" => new StormNemesis(town, recovery),
        "client" => new ClientNemesis(town),
        _ => throw new ValidationException($"--nemesis {name} is not known."),
    };
}
