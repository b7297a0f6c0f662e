using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>
/// Opens the connections of the outbound client. It resolves the name itself and connects to the addresses that it checked: a name that
/// resolves to another address a moment later changes nothing. Redirects connect here too.
/// </summary>
internal sealed class OutboundConnector(IOptions<OutboundOptions> options, OutboundResolver resolve)
{
    private const string Setting = $"{OutboundOptions.Section}:{nameof(OutboundOptions.AllowedHosts)}";

    private readonly AllowedHost[] allowed = [.. options.Value.AllowedHosts.Select(AllowedHost.Parse).OfType<AllowedHost>()];

    /// <exception cref="OutboundException">The host has no address that is public or allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        (string host, int port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] found = IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : await resolve(host, cancellation);
        IPAddress[] open = Array.FindAll(found, address => MayReach(host, port, address));
        if (open.Length == 0)
        {
            throw new OutboundException($"{host}:{port} is not a public address, and {Setting} does not allow it.") { Forbids = true };
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayReach(string host, int port, IPAddress address) =>
        PublicAddresses.Contains(address) || Array.Exists(allowed, entry => entry.Allows(host, port, address));
}
