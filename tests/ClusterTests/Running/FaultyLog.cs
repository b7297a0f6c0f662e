using System.Collections.Concurrent;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A log that can be made to fail or to wait for one conversation. Otherwise it passes all calls on.</summary>
internal sealed class FaultyLog(IMessageLog log) : IMessageLog
{
    private readonly ConcurrentDictionary<string, Func<Func<Task<AppendResult>>, Task<AppendResult>>> next = new();

    /// <summary>The next append is not stored.</summary>
    public void FailBeforeCommit(string conversationId) => next[conversationId] = _ => throw new IOException("The disk is full.");

    /// <summary>The next append is stored, and its caller gets a failure.</summary>
    public void FailAfterCommit(string conversationId) => next[conversationId] = async append =>
    {
        await append();
        throw new IOException("The outcome is unknown.");
    };

    /// <summary>The next append waits.</summary>
    public HeldAppend Hold(string conversationId)
    {
        var held = new HeldAppend();
        next[conversationId] = held.Run;
        return held;
    }

    /// <summary>The next append is stored, and who asked for it never hears of it.</summary>
    /// <returns>Completes when it is stored.</returns>
    public Task LoseAnswer(string conversationId)
    {
        TaskCompletionSource stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        next[conversationId] = async append =>
        {
            await append();
            stored.SetResult();
            return await new TaskCompletionSource<AppendResult>().Task;
        };
        return stored.Task.Soon("The append whose answer is lost did not begin.");
    }

    public string Lineage => log.Lineage;

    public LogLimits Limits => log.Limits;

    public Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        Task<AppendResult> Append() => log.AppendAsync(conversationId, expectedHead, entries, amendments);
        return next.TryRemove(conversationId, out var fault) ? fault(Append) : Append();
    }

    public Task<LogPage> ReadAsync(string conversationId, LogRange range) => log.ReadAsync(conversationId, range);

    public Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query) => log.HeadsAsync(query);

    public Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(
        string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        log.FindAsync(conversationId, senderId, clientMessageIds);

    public Task<bool> EraseAsync(string conversationId, int limit) => log.EraseAsync(conversationId, limit);
}
