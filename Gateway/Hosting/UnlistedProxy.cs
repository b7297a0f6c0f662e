using System.Net;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace ImOrleans.Gateway.Hosting;

/// <summary>
/// Warns once when an address that is not listed sends <c>X-Forwarded-For</c>. Usually that is the operator's own proxy. Then all visitors
/// share one address, and each limit per address holds for all of them together.
/// </summary>
internal sealed partial class UnlistedProxy(IOptions<ProxyOptions> options, ILogger<UnlistedProxy> logger)
{
    private readonly IPNetwork[] known = [.. ProxyHosting.Networks(options.Value)];
    private int warned;

    public void Look(HttpContext context)
    {
        if (Volatile.Read(ref warned) == 0 && context.Request.Headers.ContainsKey("X-Forwarded-For")
            && context.Connection.RemoteIpAddress is { } address && !IsKnown(address) && Interlocked.Exchange(ref warned, 1) == 0)
        {
            LogUnlisted(address);
        }
    }

    private bool IsKnown(IPAddress address)
    {
        IPAddress peer = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(known, network => network.Contains(peer));
    }

    [LoggerMessage(Level = LogLevel.Critical, Message =
        "X-Forwarded-For arrived from {Address}, which is not listed in Im:Proxies:Known, so the header is ignored. If {Address} is your reverse proxy, all "
        + "visitors count as one address: failed sign-ins of one visitor block all others. List it (Im__Proxies__Known__0={Address}) and restart. "
        + "This warning comes once.")]
    private partial void LogUnlisted(IPAddress address);
}
