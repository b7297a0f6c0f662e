using Orleans.Configuration;
using Orleans.Providers.Streams.Common;

namespace ImOrleans.Silo.Streams.EventHubs;

/// <summary>
/// Starts the reading half of a stream provider beside the silo instead of within its start. A hub that cannot be reached would otherwise
/// end the silo.
/// </summary>
/// <param name="readyAsync">Waits until the hub can be read.</param>
internal sealed partial class LateStart(
    PersistentStreamProvider provider, StreamLifecycleOptions stages, Func<CancellationToken, Task> readyAsync, ILogger<LateStart> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) =>
        provider.Participate(new Lifecycle(observer, stages.StartStage, inner => new Observer(inner, readyAsync, LogFailed)));

    private sealed class Lifecycle(ISiloLifecycle silo, int lateStage, Func<ILifecycleObserver,
        ILifecycleObserver> late) : ILifecycleObservable
    {
        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer) =>
            silo.Subscribe(observerName, stage, stage == lateStage ? late(observer) : observer);
    }

    private sealed class Observer(ILifecycleObserver inner, Func<CancellationToken, Task> readyAsync, Action<Exception> failed)
        : ILifecycleObserver, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();
        private Task running = Task.CompletedTask;

        public Task OnStart(CancellationToken cancellationToken = default)
        {
            running = RunAsync();
            return Task.CompletedTask;
        }

        public async Task OnStop(CancellationToken cancellationToken = default)
        {
            await stopping.CancelAsync();
            await running;
            await inner.OnStop(cancellationToken);
        }

        public void Dispose() => stopping.Dispose();

        private async Task RunAsync()
        {
            try
            {
                await readyAsync(stopping.Token);
                await inner.OnStart(stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The silo stops before the hub could be reached.
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Stream events are not read by this silo. Start it again.")]
    private partial void LogFailed(Exception cause);
}
