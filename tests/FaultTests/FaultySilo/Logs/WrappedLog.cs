using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>A log that is the one behind it, but for what a derived class says.</summary>
internal abstract class WrappedLog(IMessageLog log) : IMessageLog
{
    public string Lineage => Log.Lineage;

    public LogLimits Limits => Log.Limits;

    protected IMessageLog Log { get; } = log;

    public virtual Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null) =>
        Log.AppendAsync(conversationId, expectedHead, entries, amendments);

    public virtual Task<LogPage> ReadAsync(string conversationId, LogRange range) => Log.ReadAsync(conversationId, range);

    public virtual Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query) => Log.HeadsAsync(query);

    public Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds) =>
        Log.FindAsync(conversationId, senderId, clientMessageIds);

    public Task<bool> EraseAsync(string conversationId, int limit) => Log.EraseAsync(conversationId, limit);
}
