using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.Silo.Operators;

/// <summary>
/// A command that calls grains. In a cluster, and when a silo runs on the data folder, the command connects to the silos. Otherwise it
/// starts a silo for the call alone, which no client can reach.
/// </summary>
internal static class ClusterCommand
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">No silo answers, or the command itself refuses.</exception>
    public static async Task<int> RunAsync(string[] settings, Func<IGrainFactory, Task> command)
    {
        using SiloLock? held = TakeLock(settings);
        HostApplicationBuilder builder = CreateBuilder(settings);
        if (held is null)
        {
            builder.AddClusterClient();
            builder.Services.AddSingleton<IClientConnectionRetryFilter, NoRetry>();
        }
        else
        {
            Ports.EnsureClusterPortsAreFree(builder.Configuration);
            builder.AddSilo();
        }

        using IHost host = builder.Build();
        host.Services.GetService<IStartupValidator>()?.Validate();
        await host.Services.EnsureRequiredServersAsync();
        if (held is not null)
        {
            await host.Services.OpenStoresAsync();
        }

        await StartAsync(host);
        await command(host.Services.GetRequiredService<IGrainFactory>());
        await host.StopAsync();
        return 0;
    }

    /// <summary>The command has the settings of the server, from the same sources.</summary>
    private static HostApplicationBuilder CreateBuilder(string[] settings)
    {
        WebApplicationBuilder server = Serving.CreateBuilder(settings);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            EnvironmentName = server.Environment.EnvironmentName,
            ContentRootPath = server.Environment.ContentRootPath,
        });
        builder.Configuration.AddConfiguration(server.Configuration);
        builder.Services.AddDataFolder();
        return builder;
    }

    /// <returns>Null in a cluster, whose silos have folders of their own, and when a silo runs on the data folder.</returns>
    private static SiloLock? TakeLock(string[] settings)
    {
        // The whole program, because only it knows all settings: a misspelt option must not reach another data folder.
        using WebApplication program = OneProcess.Compose(settings);
        return ClusterOptions.Read(program.Configuration).IsShared
            ? null
            : SiloLock.TryTake(program.Services.GetRequiredService<DataFolder>());
    }

    private static async Task StartAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch (Exception failure) when (failure is not StartupException && host.Services.GetService<ILocalSiloDetails>() is null)
        {
            ClusterOptions cluster = host.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
            throw new StartupException(
                cluster.IsShared
                    ? $"No silo of the cluster answers ({ClusterOptions.ProviderSetting} is {cluster.Provider}). "
                        + "Start one, or check the settings."
                    : $"A silo uses the data folder, but none answers on port {cluster.GatewayPort} (Im:Cluster:GatewayPort). "
                        + "Give this command the settings of the server.",
                failure);
        }
    }

    private sealed class NoRetry : IClientConnectionRetryFilter
    {
        public Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
