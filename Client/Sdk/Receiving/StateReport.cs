using ImOrleans.Client.Connecting;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Reports to the server whether the user can see the application. The server assumes the foreground for each new connection.
/// </summary>
internal sealed class StateReport : IAsyncDisposable
{
    private readonly ImClientOptions options;
    private readonly OnlineGate online;
    private readonly Acknowledgements acks;
    private readonly RepeatedReport report;

    public StateReport(ImClientOptions options, IChatHub hub, OnlineGate online, Acknowledgements acks, ILogger logger)
    {
        (this.options, this.online, this.acks) = (options, online, acks);
        report = new RepeatedReport(
            options, online, logger, () => hub.ReportState(State == AppState.Background ? ConnectionState.Background : ConnectionState.Foreground));
    }

    public AppState State { get; private set; }

    /// <returns>Completes when the server knows, or there is no connection.</returns>
    public async Task ReportAsync(AppState state, CancellationToken cancellation)
    {
        State = state;
        await FlushAsync(cancellation).ConfigureAwait(false);
        await report.Request().WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends pending acknowledgements, because a frozen application can send nothing later. Waits no longer than a call may take.
    /// </summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (State == AppState.Foreground || !online.IsOpen)
        {
            return;
        }

        try
        {
            await acks.FlushAsync().WaitAsync(options.CallTimeout, options.TimeProvider, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // They stay pending and are sent as soon as possible.
        }
    }

    /// <summary>There is a new connection.</summary>
    public void OnConnected()
    {
        if (State == AppState.Background)
        {
            _ = report.Request();
        }
    }

    public ValueTask DisposeAsync() => report.DisposeAsync();
}
