using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Conversations;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// Changes of the user's own index that the server pushes: left, joined, read on another device. They are applied one at a time, in their
/// order, and each is stored before the application is notified, which may read it from the store. If the store fails, the change is
/// fetched again: the stored cursor is older, so the next sync contains it.
/// </summary>
internal sealed partial class OwnChanges(ConversationTable table, ClientEvents events, Func<string> me, Action sync, ILogger logger) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private Task last = Task.CompletedTask;

    public void Take(ConversationChange change)
    {
        if (change.Kind == ChangeKind.Joined)
        {
            sync();
        }

        Queue(
            change switch
            {
                { Kind: ChangeKind.Left, ConversationId: { } left } =>
                    () => table.UpdateAsync(left, row => row with { IsMember = false }, [], stopping.Token),
                { Kind: ChangeKind.Read, ConversationId: { } read, Seq: { } seq } => () => ReadAsync(read, seq),
                { Kind: ChangeKind.Updated, ConversationId: { } updated, Title: { } title } =>
                    () => table.UpdateAsync(updated, row => row with { Title = title }, [], stopping.Token),
                _ => () => Task.CompletedTask,
            },
            () => events.Report(change));
    }

    public void Take(PositionChanged moved)
    {
        if (moved.UserId == me())
        {
            Queue(() => ReadAsync(moved.ConversationId, moved.Seq), () => events.Read.PostLossy(moved));
        }
        else
        {
            events.Read.PostLossy(moved);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (gate)
        {
            stopping.Cancel();
            running = last;
        }

        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    private Task<StoredConversation> ReadAsync(string conversationId, long seq) =>
        ReadMarks.MoveAsync(table, conversationId, seq, me(), isTold: true, stopping.Token);

    private void Queue(Func<Task> change, Action tell)
    {
        lock (gate)
        {
            if (!stopping.IsCancellationRequested)
            {
                Task before = last;
                last = Task.Run(() => MakeAsync(before, change, tell));
            }
        }
    }

    private async Task MakeAsync(Task before, Func<Task> change, Action tell)
    {
        await before.ConfigureAwait(false);
        try
        {
            await change().ConfigureAwait(false);
            tell();
        }
        catch (OperationCanceledException)
        {
            // The client is ending; the next run's sync says it again.
        }
#pragma warning disable CA1031 // Stores throw whatever they like; the answer to all of it is to ask again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotKept(error.Message);
            sync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not keep a change from another device; the next sync fetches it again. {Reason}")]
    private partial void LogNotKept(string reason);
}
