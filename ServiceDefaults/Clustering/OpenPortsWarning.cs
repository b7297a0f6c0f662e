using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>
/// Warns in Production when other machines can reach the ports of the silo: each process that reaches them can call every grain.
/// </summary>
internal sealed partial class OpenPortsWarning(
    IOptions<ClusterOptions> options, IHostEnvironment environment, ILogger<OpenPortsWarning> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (environment.IsProduction() && !IPAddress.IsLoopback(options.Value.ListenAddress))
        {
            LogOpen(options.Value.ListenAddress, options.Value.SiloPort, options.Value.GatewayPort);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The silo listens on {Address}, ports {SiloPort} and {GatewayPort}, without TLS. Each process that reaches these ports "
            + "can read and write everything. Let only silos and gateways reach them.")]
    private partial void LogOpen(IPAddress address, int siloPort, int gatewayPort);
}
