using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>One exception of <see cref="OutboundOptions.AllowedHosts"/>.</summary>
/// <param name="Name">A host by its name; absent for addresses.</param>
/// <param name="Network">Addresses, whatever name led to them; absent for a name.</param>
/// <param name="Port">Absent: every port.</param>
internal sealed record AllowedHost(string? Name, IPNetwork? Network, int? Port)
{
    /// <returns>Null when the entry has none of the forms.</returns>
    public static AllowedHost? Parse(string entry)
    {
        if (IPNetwork.TryParse(entry, out IPNetwork network))
        {
            return new AllowedHost(null, network, Port: null);
        }

        (string host, int? port) = SplitPort(entry);
        return AddressOf(host) is { } address
            ? new AllowedHost(null, new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128), port)
            : port is not 0 && Uri.CheckHostName(host) == UriHostNameType.Dns ? new AllowedHost(host.TrimEnd('.'), null, port) : null;
    }

    /// <param name="host">As the request names it.</param>
    /// <param name="address">As the name resolved.</param>
    public bool Allows(string host, int port, IPAddress address) =>
        (Port is null || Port == port)
        && (Network?.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            ?? string.Equals(Name, host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase));

    private static (string Host, int? Port) SplitPort(string entry)
    {
        int colon = entry.LastIndexOf(':');
        bool isPort = colon > 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']');
        if (!isPort)
        {
            return (entry, null);
        }

        bool isNumber = ushort.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
        return (entry[..colon], isNumber ? port : 0);
    }

    /// <summary>Not every text that the platform reads as an address: to it, 8080 is one.</summary>
    private static IPAddress? AddressOf(string text) =>
        IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text) ? address : null;
}
