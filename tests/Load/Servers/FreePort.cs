using System.Net;
using System.Net.Sockets;

namespace ImOrleans.Load.Servers;

/// <summary>A port that no process listens on now. The operating system does not hand it out again soon.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
