using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ImOrleans.Load.Checking.Network;

/// <summary>A network that can be made worse: everything between clients and server goes through it, byte by byte.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly ConcurrentDictionary<Link, bool> links = new();
    private readonly CancellationTokenSource ends = new();
    private readonly Uri server;
    private readonly Task accepting;

    /// <param name="at">Where clients connect; any free port of 127.0.0.1 when absent.</param>
    public Proxy(Uri server, IPEndPoint? at = null)
    {
        this.server = server;
        listener = new TcpListener(at ?? new IPEndPoint(IPAddress.Loopback, 0));
        listener.Start(backlog: 10_000);
        IPEndPoint bound = (IPEndPoint)listener.LocalEndpoint;
        Url = new UriBuilder(server) { Host = bound.Address.ToString(), Port = bound.Port }.Uri;
        accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>How the network is now, for links that are and links that come.</summary>
    public Weather Weather { get; set; } = Weather.Fair;

    /// <summary>Cuts a share of the connections without a closing handshake, as a cable that is pulled out.</summary>
    public int Cut(Random random, double share)
    {
        int cut = 0;
        foreach (Link link in links.Keys.Where(_ => random.Falls(share)))
        {
            link.Cut();
            cut++;
        }

        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        listener.Stop();
        foreach (Link link in links.Keys)
        {
            link.Cut();
        }

        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ends.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ends.IsCancellationRequested)
        {
            Socket client = await listener.AcceptSocketAsync(ends.Token);
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using Link link = new(client, () => Weather);
        links[link] = true;
        await link.CarryAsync(server.Host, server.Port);
        links.TryRemove(link, out _);
    }
}
