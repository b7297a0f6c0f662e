using ImOrleans.Grains;
using ImOrleans.Grains.Settings;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>The client of a gateway that runs in a process of its own; a silo that co-hosts the gateway has one already.</summary>
internal static class ClusterClientHosting
{
    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ClusterClientOptions>(ClusterClientOptions.Section);
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering(PortOf(builder.Configuration), ClusterName.Value, ClusterName.Value)
            .UseConnectionRetryFilter<ClusterRetry>());
        return builder;
    }

    /// <summary>Clustering takes its port while services are still being registered.</summary>
    private static int PortOf(ConfigurationManager configuration)
    {
        ClusterClientOptions options = configuration.GetSection(ClusterClientOptions.Section).Get<ClusterClientOptions>() ?? new();
        ValidateOptionsResult result = new SettingsRules<ClusterClientOptions>(ClusterClientOptions.Section, configuration: null).Validate(null, options);
        return result.Failed ? throw new StartupException(string.Join(Environment.NewLine, result.Failures!)) : options.GatewayPort;
    }
}
