using ImOrleans.Protocol.Errors;
using ImOrleans.Turns;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Connecting;

/// <summary>
/// Repeats a report that the server keeps only as long as the connection. Each request sends one report. It is retried after a transient
/// failure, but not after the connection ended, because the next connection sends it anyway.
/// </summary>
internal sealed partial class RepeatedReport : IAsyncDisposable
{
    private readonly ImClientOptions options;
    private readonly OnlineGate online;
    private readonly ILogger logger;
    private readonly Func<Task> send;
    private readonly CancellationTokenSource stopping = new();
    private readonly OneInFlight sending;

    public RepeatedReport(ImClientOptions options, OnlineGate online, ILogger logger, Func<Task> send)
    {
        (this.options, this.online, this.logger, this.send) = (options, online, logger, send);
        sending = new OneInFlight(() => Task.Run(SendAsync), stopping.Token);
    }

    /// <returns>Completes when the server knows, refuses it for good, or the connection is gone.</returns>
    public Task Request() => sending.Request();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await sending.Current.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task SendAsync()
    {
        Backoff backoff = new(options);
        while (online.IsOpen && !stopping.IsCancellationRequested)
        {
            try
            {
                await send().ConfigureAwait(false);
                return;
            }
            catch (ImException refusal) when (refusal.CanSucceedLater)
            {
                TimeSpan pause = backoff.Next(refusal.RetryAfter);
                await Task.Delay(pause, options.TimeProvider, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ImException refusal)
            {
                LogRefused(refusal.Code, refusal.Message);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The server refused a report of a new connection: {Code} {Reason}")]
    private partial void LogRefused(ErrorCode code, string reason);
}
