using ImOrleans.Client.Connecting;
using ImOrleans.Protocol.Hubs;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>Tells the server whether somebody may be looking. It forgets that with the connection, and takes each new one for the foreground.</summary>
internal sealed class StateReport : IAsyncDisposable
{
    private readonly ImClientOptions options;
    private readonly OnlineGate online;
    private readonly Acknowledgements acks;
    private readonly Retelling retelling;

    public StateReport(ImClientOptions options, IChatHub hub, OnlineGate online, Acknowledgements acks, ILogger logger)
    {
        (this.options, this.online, this.acks) = (options, online, acks);
        retelling = new Retelling(
            options, online, logger, () => hub.ReportState(State == AppState.Background ? ConnectionState.Background : ConnectionState.Foreground));
    }

    public AppState State { get; private set; }

    /// <returns>Completes when the server knows, or there is no connection.</returns>
    public async Task TellAsync(AppState state, CancellationToken cancellation)
    {
        State = state;
        await FlushAsync(cancellation).ConfigureAwait(false);
        await retelling.Request().WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>In the background whatever is not told at once may never be. Waits no longer than a call may take.</summary>
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
            // They are kept, and told as soon as they can be.
        }
    }

    /// <summary>There is a new connection.</summary>
    public void Again()
    {
        if (State == AppState.Background)
        {
            _ = retelling.Request();
        }
    }

    public ValueTask DisposeAsync() => retelling.DisposeAsync();
}
