using System.Net;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Checking.Network;

/// <summary>
/// The network of one silo of a cluster. Other silos and gateways reach it through proxies. It reaches Redis and its store through others.
/// The silo advertises a loopback address of its own, where the proxies listen, and listens on 127.0.0.1 itself.
/// </summary>
internal sealed class SiloNetwork : IAsyncDisposable
{
    private readonly Proxy[] inbound;
    private readonly Proxy[] store;
    private readonly Proxy? redis;

    /// <summary>Before the start of the cluster: the silo takes its addresses from its environment.</summary>
    /// <param name="number">Of the silo, from 1.</param>
    public SiloNetwork(KeptCluster cluster, int number)
    {
        Silo = cluster.Silos[number - 1];
        IPAddress address = new([127, 0, 1, (byte)number]);
        inbound = [.. cluster.PortsOf(Silo).Select(port => new Proxy(Local(port), new IPEndPoint(address, port)))];
        store = [.. cluster.StorePorts.Select(port => new Proxy(Local(port)))];
        List<string> lines =
        [
            $"export Im__Cluster__Address={address} Im__Cluster__Listen={IPAddress.Loopback}",
            .. cluster.StorePorts.Zip<int, Proxy, string>(store, cluster.RedisPort is null ? MovedAzure : MovedPostgres),
        ];
        if (cluster.RedisPort is { } port)
        {
            redis = new Proxy(Local(port));
            lines.Add($"export Im__Redis__ConnectionString=127.0.0.1:{redis.Url.Port}");
        }

        cluster.AddEnvironment(Silo, lines);
    }

    public string Silo { get; }

    /// <summary>From the other silos and from gateways to this silo, and the answers.</summary>
    public IReadOnlyList<Proxy> Inbound => inbound;

    /// <summary>From this silo to PostgreSQL, or to Azurite.</summary>
    public IReadOnlyList<Proxy> Store => store;

    /// <summary>From this silo to Redis. Absent where membership is in the store.</summary>
    public Proxy? Redis => redis;

    public async ValueTask DisposeAsync()
    {
        foreach (Proxy proxy in (Proxy[])[.. inbound, .. store, .. redis is null ? [] : (Proxy[])[redis]])
        {
            await proxy.DisposeAsync();
        }
    }

    private static Uri Local(int port) => new($"tcp://127.0.0.1:{port}");

    /// <summary>The connection string has a secret that only the script knows: its address is replaced where the silo starts.</summary>
    private static string MovedPostgres(int port, Proxy proxy) =>
        $"export Im__Postgres__ConnectionString=\"${{Im__Postgres__ConnectionString/Port={port};/Port={proxy.Url.Port};}}\"";

    private static string MovedAzure(int port, Proxy proxy) =>
        $"export Im__Azure__ConnectionString=\"${{Im__Azure__ConnectionString/:{port}\\//:{proxy.Url.Port}/}}\"";
}
