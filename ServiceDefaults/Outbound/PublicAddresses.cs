using System.Net;
using System.Net.Sockets;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>The addresses of the public internet, by the special-purpose registries of IANA.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Reserved4 = Parse(
        "0.0.0.0/8", // this network
        "10.0.0.0/8", // private
        "100.64.0.0/10", // carrier-grade NAT
        "127.0.0.0/8", // loopback
        "169.254.0.0/16", // link-local, with the metadata service of clouds
        "172.16.0.0/12", // private
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24", // documentation
        "192.88.99.0/24", // 6to4 relays
        "192.168.0.0/16", // private
        "198.18.0.0/15", // benchmarks
        "198.51.100.0/24", // documentation
        "203.0.113.0/24", // documentation
        "224.0.0.0/4", // multicast
        "240.0.0.0/4"); // reserved, and broadcast

    /// <summary>Outside of it are loopback, IPv4-mapped, unique-local, link-local and multicast addresses.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Reserved6 = Parse(
        "2001::/23", // protocol assignments, with Teredo
        "2001:db8::/32", // documentation
        "2002::/16", // 6to4: an IPv4 address in disguise
        "3fff::/20"); // documentation

    /// <summary>Networks without IPv4 reach IPv4 hosts through it. The last 32 bits are the IPv4 address.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contains(IPAddress address) => address.AddressFamily switch
    {
        // Before any network is asked: IPNetwork compares only the IPv4 part of such an address, and finds ::ffff:8.8.8.8 in 2000::/3.
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => false,
        AddressFamily.InterNetwork => !Array.Exists(Reserved4, network => network.Contains(address)),
        AddressFamily.InterNetworkV6 when Nat64.Contains(address) => Contains(new IPAddress(address.GetAddressBytes().AsSpan(12))),
        AddressFamily.InterNetworkV6 => Global6.Contains(address) && !Array.Exists(Reserved6, network => network.Contains(address)),
        _ => false,
    };

    private static IPNetwork[] Parse(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
