using ImOrleans.Gateway.Delivery;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>
/// Between the signal to stop and the stop itself stands the drain. No later moment would do: SignalR cuts all connections off with
/// <see cref="IHostApplicationLifetime.ApplicationStopping"/>, before any service is asked to stop. A second signal stops at once.
/// </summary>
internal sealed class DrainingLifetime(IHostApplicationLifetime application, IServiceProvider services) : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource hurry = new();
    private int signals;

    public CancellationToken ApplicationStarted => application.ApplicationStarted;

    public CancellationToken ApplicationStopping => application.ApplicationStopping;

    public CancellationToken ApplicationStopped => application.ApplicationStopped;

    public static IHostLifetime OfConsole(IServiceProvider provider) => ActivatorUtilities.CreateInstance<ConsoleLifetime>(
        provider, provider.GetRequiredService<DrainingLifetime>(), provider.GetRequiredService<IOptions<ConsoleLifetimeOptions>>());

    public void StopApplication()
    {
        if (Interlocked.Increment(ref signals) > 1)
        {
            hurry.Cancel();
            return;
        }

        _ = StopAsync();
    }

    public void Dispose() => hurry.Dispose();

    private async Task StopAsync()
    {
        try
        {
            // Not before: a host is built with its lifetime, also one that is only asked whether its settings hold.
            await services.GetRequiredService<Drain>().RunAsync(hurry.Token);
        }
        finally
        {
            application.StopApplication();
        }
    }
}
