using System.Net;
using System.Net.Sockets;

namespace ImOrleans.Gateway.Limits;

/// <summary>The address that a client is counted under.</summary>
internal static class ClientAddress
{
    private const int SiteBytes = 8;

    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>An IPv6 subscriber holds at least a /64 and can change addresses within it at will: the /64 counts as one.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{new IPAddress([.. address.GetAddressBytes()[..SiteBytes], .. new byte[SiteBytes]])}/64",
        _ => address.ToString(),
    };
}
