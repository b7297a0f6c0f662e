using System.Net;
using IPNetwork = System.Net.IPNetwork;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>Trusts the proxies that are listed, and no other peer.</summary>
internal static class ProxyHosting
{
    public static IServiceCollection AddKnownProxies(this IServiceCollection services)
    {
        services.AddSettings<ProxyOptions>(ProxyOptions.Section).Validate(
            options => options.Known.All(proxy => IPNetwork.TryParse(proxy, out _) || IPAddress.TryParse(proxy, out _)),
            $"{ProxyOptions.Section}:Known must hold addresses such as 10.0.0.7 or networks such as 10.0.0.0/8.");
        services.AddSingleton<UnlistedProxy>();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((options, proxies) => Configure(options, proxies.Value));
        return services;
    }

    public static IApplicationBuilder UseKnownProxies(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IHostEnvironment>().IsProduction())
        {
            // Before the headers are applied: afterwards the address is the client's.
            UnlistedProxy unlisted = app.ApplicationServices.GetRequiredService<UnlistedProxy>();
            app.Use((context, next) =>
            {
                unlisted.Look(context);
                return next(context);
            });
        }

        return app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value.Known.Length > 0 ? app.UseForwardedHeaders() : app;
    }

    /// <summary>An address alone is a network of one.</summary>
    internal static IEnumerable<IPNetwork> Networks(ProxyOptions proxies) => proxies.Known.Select(proxy =>
        IPAddress.TryParse(proxy, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(proxy));

    private static void Configure(ForwardedHeadersOptions options, ProxyOptions proxies)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

        // Every hop has to be a known proxy, so their number needs no limit.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (IPNetwork network in Networks(proxies))
        {
            options.KnownIPNetworks.Add(network);
        }
    }
}
