using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ImOrleans.Engines;

/// <summary>Ports of this machine without a listener.</summary>
public static class FreePorts
{
    /// <summary>Below the ports that outgoing connections take: a silo that is started again must find its port free.</summary>
    private const int First = 20_000;
    private const int AfterLast = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>Each once in this process: who took it may not listen on it yet.</summary>
    public static int Take()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, AfterLast);
            if (IsFree(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener probe = new(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
