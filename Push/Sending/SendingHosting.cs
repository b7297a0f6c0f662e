using System.Net;
using ImOrleans.ServiceDefaults.Outbound;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;

namespace ImOrleans.Push.Sending;

/// <summary>The HTTP clients of the push providers. All of them have the bounds of <see cref="SendingOptions"/>.</summary>
internal static class SendingHosting
{
    private const int MaxHeaderKilobytes = 32;

    /// <summary>After it a name is resolved again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);

    /// <summary>The settings of sending and of the outbound client, which are checked whether or not a provider is configured.</summary>
    public static void AddSending(this IServiceCollection services)
    {
        services.AddOutboundClient();
        services.AddSettings<SendingOptions>(SendingOptions.Section, exclusive: true);
        services.TryAddSingleton<PushTransport>();
        services.TryAddTransient<RepeatableContent>();
        services.TryAddTransient<BoundedAnswer>();
    }

    /// <summary>A client for the fixed addresses of a vendor, over one circuit breaker.</summary>
    public static void AddVendorClient(this IServiceCollection services, string name) => services.AddPushClient(name, selectPipeline: null)
        .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None, // The bound on the answer would not bound what it unpacks to.
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            ActivityHeadersPropagator = null, // Trace ids must not reach foreign servers.
        });

    /// <summary>A client for addresses from outside. It connects as the outbound client does.</summary>
    /// <param name="selectPipeline">Requests with the same answer share a circuit breaker. It must have few different answers.</param>
    public static void AddOutsideClient(
        this IServiceCollection services, string name, Func<HttpRequestMessage, string>? selectPipeline = null) =>
        services.AddPushClient(name, selectPipeline).ConnectAsOutboundClient();

    private static IHttpClientBuilder AddPushClient(
        this IServiceCollection services, string name, Func<HttpRequestMessage, string>? selectPipeline)
    {
        // No loggers: an address can contain a token. No timeout of the client: the pipeline has its own. The connections are kept as long
        // as their handler says, not for two minutes.
        IHttpClientBuilder client = services.AddHttpClient(name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .AddHttpMessageHandler<RepeatableContent>();
        IHttpResiliencePipelineBuilder pipeline = client.AddResilienceHandler(
            "sending", (builder, context) => SendingPipeline.Compose(builder, name, context.ServiceProvider));
        if (selectPipeline is not null)
        {
            pipeline.SelectPipelineBy(_ => selectPipeline);
        }

        return client.AddHttpMessageHandler<BoundedAnswer>();
    }
}
