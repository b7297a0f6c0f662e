using System.Net;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Outbound;

/// <summary>
/// The one client for requests that this server makes to addresses from outside, such as webhooks. It reaches the public internet and
/// <see cref="OutboundOptions.AllowedHosts"/>, and nothing else of the network that the server stands in.
/// </summary>
internal static class OutboundHosting
{
    private const string Name = "outbound";
    private const int MaxHeaderKilobytes = 32;
    private const int MaxDrainBytes = 64 * 1_024;

    /// <summary>After it a name is resolved again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static IServiceCollection AddOutboundClient(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutboundResolver>(Dns.GetHostAddressesAsync);
        services.TryAddSingleton<OutboundConnector>();
        services.TryAddTransient<OutboundHandler>();
        services.AddSettings<OutboundOptions>(OutboundOptions.Section, exclusive: true);

        // No loggers: an address from outside can carry a token. No timeout of the client: the handler has one that covers the body too.
        services.AddHttpClient(Name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConnectAsOutboundClient();
        return services;
    }

    /// <summary>
    /// For a client with further handlers, which come before this call: it connects, and bounds each request, as the outbound client does.
    /// </summary>
    public static IHttpClientBuilder ConnectAsOutboundClient(this IHttpClientBuilder client) => client
        .ConfigurePrimaryHttpMessageHandler(CreateHandler)
        .AddHttpMessageHandler<OutboundHandler>();

    /// <exception cref="OutboundException">Thrown by its requests: a target that is not allowed, a bound that is passed.</exception>
    public static HttpClient CreateOutboundClient(this IHttpClientFactory clients) => clients.CreateClient(Name);

    private static SocketsHttpHandler CreateHandler(IServiceProvider services)
    {
        OutboundOptions options = services.GetRequiredService<IOptions<OutboundOptions>>().Value;
        return new SocketsHttpHandler
        {
            ConnectCallback = services.GetRequiredService<OutboundConnector>().ConnectAsync,
            AllowAutoRedirect = options.MaxRedirects > 0,
            MaxAutomaticRedirections = Math.Max(1, options.MaxRedirects),
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxDrainBytes,
            AutomaticDecompression = DecompressionMethods.None, // The bound on the answer would not bound what it unpacks to.
            UseProxy = false, // A proxy would connect on its own, past the check.
            UseCookies = false,
            ActivityHeadersPropagator = null, // Trace ids must not reach foreign servers.
        };
    }
}
