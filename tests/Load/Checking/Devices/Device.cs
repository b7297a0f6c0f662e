using System.Collections.Concurrent;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>
/// A device as the protocol wants it: it comes back after each loss of its connection, syncs, pulls holes that last, acknowledges what it
/// has. It does nothing that would repair a server's omission, as asking again without a reason would.
/// </summary>
internal sealed class Device(int number, Person person, Town town, Random random)
{
    private static readonly TimeSpan HolePatience = TimeSpan.FromMilliseconds(500);
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<Talk, SemaphoreSlim> fills = new();
    private TaskCompletionSource<Line> online = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Line? line;

    public int Number => number;

    public Person Person => person;

    public Session Session { get; } = person.NewSession($"device {number}");

    public Memory Memory { get; private set; } = new();

    /// <summary>Set up again, it wants only the newest of what is there already.</summary>
    public bool IsNew { get; private set; }

    public Line? Line => line;

    public bool IsSynced { get; private set; }

    /// <summary>How often it had to connect.</summary>
    public int Connections { get; private set; }

    /// <summary>The connection that is open, or the next one.</summary>
    public Task<Line> OnlineAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return online.Task.WaitAsync(cancellation);
        }
    }

    public async Task StayAsync(CancellationToken cancellation)
    {
        int failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using Line opened = new(town, this, await Session.TokenAsync());
                await opened.OpenAsync();
                Connections++;
                await StayAsync(opened, cancellation);
                failures = 0;
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                town.Note(failure);
                failures++;
                if (Refusals.IsAboutTheToken(failure))
                {
                    Session.Forget();
                }
            }

            await Town.PauseAsync(random, failures, cancellation);
        }
    }

    /// <summary>Ends the connection without a word to the server.</summary>
    public async Task DropAsync()
    {
        if (line is { } open)
        {
            await open.DisposeAsync();
        }
    }

    /// <summary>As a phone that is set up again: the same device, but nothing on it.</summary>
    public Task ResetAsync()
    {
        Memory = new Memory();
        IsNew = true;
        town.Ledger.Write(new Fact(FactKind.Forgot) { Device = number });
        return DropAsync();
    }

    public void Take(Line from, Talk talk, long seq)
    {
        bool? hole = Memory.Take(talk, seq);
        if (hole is null)
        {
            LookAgain(from); // Joined just now: where it begins for this user, the sync says.
        }
        else if (hole.Value)
        {
            _ = FillAsync(from, talk);
        }
    }

    public void Hear(Line from, ConversationChange change)
    {
        if (change.Kind is ChangeKind.Joined or ChangeKind.Left)
        {
            LookAgain(from);
        }
    }

    public void LookAgain(Line from) => _ = WhileOpenAsync(from, () => from.InTurnAsync(new Catching(town, this, from).SyncAsync));

    private async Task StayAsync(Line opened, CancellationToken cancellation)
    {
        try
        {
            lock (gate)
            {
                line = opened;
                online.TrySetResult(opened);
            }

            await opened.InTurnAsync(new Catching(town, this, opened).SyncAsync, first: true);
            IsSynced = true;
            using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task acknowledging = new Acknowledging(town, this, opened, random).RunAsync(ends.Token);
            await opened.Closed.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ends.CancelAsync();
            await acknowledging;
        }
        finally
        {
            lock (gate)
            {
                line = null;
                IsSynced = false;
                online = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private Task FillAsync(Line from, Talk talk) => WhileOpenAsync(from, async () =>
    {
        long before = Memory.Find(talk)?.UpTo ?? 0;
        await Task.Delay(HolePatience);

        // Each push beyond the hole gets here, and one of them fills it.
        SemaphoreSlim turn = fills.GetOrAdd(talk, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            if (Memory.Find(talk) is { } known && known.UpTo == before && known.Highest > known.UpTo)
            {
                await new Catching(town, this, from).PullAsync(talk, known.Highest);
            }
        }
        finally
        {
            turn.Release();
        }
    });

    /// <summary>A connection that breaks needs no repair: the next one begins with a sync.</summary>
    private async Task WhileOpenAsync(Line from, Func<Task> repair)
    {
        try
        {
            await repair();
        }
        catch (Exception failure)
        {
            town.Note(failure);
            await from.Hub.StopAsync(); // A repair that fails on an open connection would never be made: the next connection makes it.
        }
    }
}
