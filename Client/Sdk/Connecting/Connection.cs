using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using ImOrleans.Client.Accounts;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Connecting;

/// <summary>Keeps a hub connection, with a new one after each that ended, until it is stopped or the session ends.</summary>
internal sealed partial class Connection(
    ImClientOptions options, Session session, HubLink link, OnlineGate gate, ClientEvents events, ILogger logger) : IAsyncDisposable
{
    private readonly Lock sync = new();
    private CancellationTokenSource? stopping;
    private Task running = Task.CompletedTask;
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HubConnection? hub;
    private bool isDisposed;

    public ClientState State { get; private set; } = ClientState.SignedOut;

    /// <summary>Starts to connect. No effect if it was started before, or is disposed.</summary>
    public void Start()
    {
        lock (sync)
        {
            if (stopping is null && !isDisposed)
            {
                stopping = new CancellationTokenSource();
                CancellationToken stop = stopping.Token;
                running = Task.Run(() => RunAsync(stop), CancellationToken.None);
            }
        }
    }

    /// <summary>Tries now instead of waiting to the end of the pause: the network may be back.</summary>
    public void Hurry() => wake.TrySetResult();

    /// <summary>Ends the connection. Raises no event without a session.</summary>
    /// <param name="last">
    /// <see cref="ClientState.SignedOut"/> only when the session is over: applications delete the user's data on this state.
    /// </param>
    public async Task StopAsync(ClientState last, string? reason)
    {
        Task ending;
        lock (sync)
        {
            stopping?.Cancel();
            stopping?.Dispose();
            stopping = null;
            ending = running;
        }

        await ending.ConfigureAwait(false);
        if (State != ClientState.SignedOut)
        {
            Become(last, reason);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (sync)
        {
            isDisposed = true;
        }

        await StopAsync(ClientState.Offline, null).ConfigureAwait(false);
    }

    /// <exception cref="ImException">The refusal of the server; 1801 when no answer came.</exception>
    public async Task<T> CallAsync<T>(string method, params object?[] arguments)
    {
        HubConnection open = hub ?? throw Refusals.Unreachable("There is no connection.");
        using CancellationTokenSource timeout = new(options.CallTimeout, options.TimeProvider);
        try
        {
            return await open.InvokeCoreAsync<T>(method, arguments, timeout.Token).ConfigureAwait(false);
        }
        catch (HubException refusal)
        {
            throw Refusals.FromHub(refusal.Message, ErrorCode.MalformedRequest);
        }
        catch (OperationCanceledException)
        {
            throw Refusals.Unreachable($"{method} was not answered.");
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or WebSocketException or ObjectDisposedException)
        {
            throw Refusals.Unreachable("The connection was lost.");
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        Backoff backoff = new(options);
        while (!stop.IsCancellationRequested)
        {
            Become(ClientState.Connecting, null);
            long started = options.TimeProvider.GetTimestamp();
            ImException? why = await ConnectOnceAsync(stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested || session.Current is null)
            {
                return;
            }

            link.Leave();
            if (gate.HasOpened && options.TimeProvider.GetElapsedTime(started) > options.GoodConnection)
            {
                backoff.Reset();
            }

            Become(ClientState.Offline, why?.Message);
            TimeSpan pause = backoff.Next(why?.RetryAfter);
            LogLost(why?.Message, pause);
            await PauseAsync(pause, stop).ConfigureAwait(false);
        }
    }

    /// <returns>Why it ended, when that is known.</returns>
    private async Task<ImException?> ConnectOnceAsync(CancellationToken stop)
    {
        gate.Shut();
        try
        {
            string token = await session.AccessTokenAsync(null, stop).ConfigureAwait(false);
            HubConnection opening = link.Build(token, out Task<Exception?> closed);
            await using ConfiguredAsyncDisposable end = opening.ConfigureAwait(false);
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(options.CallTimeout);
            await opening.StartAsync(patience.Token).ConfigureAwait(false);
            hub = opening;
            gate.Open();
            Become(ClientState.Online, null);
            Exception? error = await closed.WaitAsync(stop).ConfigureAwait(false);
            return error is null ? null : Refusals.FromHub(error.Message, ErrorCode.Unavailable);
        }
        catch (ImException refusal)
        {
            return refusal;
        }
        catch (ClientStoreException failure)
        {
            return Refusals.Unreachable(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return Refusals.Unreachable("The server did not answer in time.");
        }
#pragma warning disable CA1031 // Transports throw whatever they like; the answer to all of it is to try again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return await link.ExplainAsync(error, stop).ConfigureAwait(false);
        }
        finally
        {
            hub = null;
            gate.Shut();
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(Task.Delay(pause, options.TimeProvider, enough.Token), wake.Task).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
    }

    private void Become(ClientState state, string? reason)
    {
        if (State != state)
        {
            State = state;
            events.State.Post(new ClientStateChanged(state, reason));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No connection; retry in {Pause}. {Reason}")]
    private partial void LogLost(string? reason, TimeSpan pause);
}
