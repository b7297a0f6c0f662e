using System.Net;
using System.Net.Sockets;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.Silo.Hosting;

/// <summary>
/// Finds a port that another process uses before anything starts. The web server would find it after the silo has started, and the sentence
/// that matters would stand behind pages about the stop of the silo.
/// </summary>
internal static class Ports
{
    public static void EnsurePortsAreFree(this WebApplication app)
    {
        EnsureClusterPortsAreFree(app.Configuration);
        foreach (string url in (app.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // The web server refuses an address that cannot be parsed, with a sentence of its own.
            if (Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out Uri? uri))
            {
                EnsureFree(IPAddress.TryParse(uri.Host, out IPAddress? address) ? address : IPAddress.Loopback, uri.Port, "urls");
            }
        }
    }

    public static void EnsureClusterPortsAreFree(IConfiguration configuration)
    {
        ClusterOptions cluster = ClusterOptions.Read(configuration);
        EnsureFree(cluster.ListenAddress, cluster.SiloPort, "Im:Cluster:SiloPort");
        EnsureFree(cluster.ListenAddress, cluster.GatewayPort, "Im:Cluster:GatewayPort");
    }

    private static void EnsureFree(IPAddress address, int port, string setting)
    {
        try
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException($"{setting} asks for port {port}, which another process uses. Is ImOrleans running already? Otherwise choose another port.", failure);
        }
    }
}
