using System.Net;
using ImOrleans.Gateway.Errors;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>
/// The limits on connections, in total and per address. They hold before TLS and HTTP, because a connection that never says a word holds a
/// descriptor too, and a process without descriptors cannot write its store.
/// </summary>
internal sealed partial class ConnectionGate
{
    private static readonly TimeSpan LogPause = TimeSpan.FromMinutes(1);

    private readonly ConnectionOptions options;
    private readonly TimeProvider time;
    private readonly GatewayMetrics metrics;
    private readonly ILogger<ConnectionGate> logger;
    private readonly System.Net.IPNetwork[] proxies;
    private readonly AddressCounts connections;
    private readonly AddressCounts forwarded;
    private readonly int most;
    private int open;
    private long loggedAt = long.MinValue;

    public ConnectionGate(
        IOptions<ConnectionOptions> options,
        IOptions<ProxyOptions> known,
        IOptions<ForwardedHeadersOptions> forwarding,
        TimeProvider time,
        GatewayMetrics metrics,
        ILogger<ConnectionGate> logger)
    {
        (this.options, this.time, this.metrics, this.logger) = (options.Value, time, metrics, logger);
        proxies = known.Value.Known.Length == 0 ? [] : [.. forwarding.Value.KnownIPNetworks];
        most = this.options.MaxInForce;
        connections = new AddressCounts(this.options.PerAddressInForce);
        forwarded = new AddressCounts(this.options.PerAddressInForce);
    }

    public TimeSpan SilentTimeout => options.SilentTimeout;

    /// <summary>The outermost part of every connection.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        IPAddress? peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        bool isProxied = IsProxy(peer);
        string? address = isProxied ? null : ClientAddress.Of(peer);
        if (!TryEnter(address))
        {
            metrics.Limited(ErrorCode.TooManyConnections);
            LogRefusal(address);
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        using Arrival arrival = new(connection, isProxied, options.SilentTimeout, time);
        connection.Features.Set(arrival);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    /// <summary>A request, after the address that a listed proxy names is known.</summary>
    public Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        Arrival? arrival = context.Features.Get<Arrival>();
        arrival?.Speak();
        return arrival is { IsProxied: true } && !IsProxy(context.Connection.RemoteIpAddress) ? ServeForwardedAsync(context, next) : next(context);
    }

    private async Task ServeForwardedAsync(HttpContext context, RequestDelegate next)
    {
        string address = ClientAddress.Of(context);
        if (!forwarded.TryEnter(address))
        {
            metrics.Limited(ErrorCode.TooManyConnections);
            Refusal refusal = new(ErrorCode.TooManyConnections, "Too many connections from this address.", TimeSpan.FromSeconds(1));
            await Problem.WriteAsync(context, refusal.Status, refusal);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            forwarded.Leave(address);
        }
    }

    private bool IsProxy(IPAddress? peer)
    {
        IPAddress? plain = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
        return plain is not null && Array.Exists(proxies, proxy => proxy.Contains(plain));
    }

    private bool TryEnter(string? address)
    {
        if (Interlocked.Increment(ref open) <= most && (address is null || connections.TryEnter(address)))
        {
            return true;
        }

        Interlocked.Decrement(ref open);
        return false;
    }

    private void Leave(string? address)
    {
        Interlocked.Decrement(ref open);
        if (address is not null)
        {
            connections.Leave(address);
        }
    }

    private void LogRefusal(string? address)
    {
        long last = Interlocked.Read(ref loggedAt);
        if ((last == long.MinValue || time.GetElapsedTime(last) >= LogPause)
            && Interlocked.CompareExchange(ref loggedAt, time.GetTimestamp(), last) == last)
        {
            LogRefused(address ?? "a proxy", Volatile.Read(ref open), most, options.PerAddressInForce);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A connection from {Address} was refused (logged once a minute): {Open} connections are open, the limit is {Most} in total and "
            + "{PerAddress} for one address. List a reverse proxy in Im:Proxies:Known; the limits are in Im:Connections.")]
    private partial void LogRefused(string address, int open, int most, int perAddress);
}
