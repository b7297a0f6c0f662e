using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.ServiceDefaults.Startup;

internal static class StoppedStart
{
    /// <summary>Runs a host that can wait for another process at its start. A stop during this wait is no failure.</summary>
    public static async Task RunUntilStoppedAsync(this IHost host)
    {
        CancellationToken stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It had not started, so nothing has to be closed.
        }
    }
}
