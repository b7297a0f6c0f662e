using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.Silo.Operators;

/// <summary>
/// A command that calls grains. When a silo runs on the data folder, the command connects to it. Otherwise it starts a silo for the call
/// alone, which no client can reach.
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

    /// <returns>Null when a silo runs on the data folder.</returns>
    private static SiloLock? TakeLock(string[] settings)
    {
        // The whole program, because only it knows all settings: a misspelt option must not reach another data folder.
        using WebApplication program = OneProcess.Compose(settings);
        return SiloLock.TryTake(program.Services.GetRequiredService<DataFolder>());
    }

    private static async Task StartAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch (Exception failure) when (failure is not StartupException && host.Services.GetService<ILocalSiloDetails>() is null)
        {
            int port = host.Services.GetRequiredService<IOptions<ClusterOptions>>().Value.GatewayPort;
            throw new StartupException(
                $"A silo uses the data folder, but none answers on port {port} (Im:Cluster:GatewayPort). Give this command the settings of the server.", failure);
        }
    }

    private sealed class NoRetry : IClientConnectionRetryFilter
    {
        public Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
