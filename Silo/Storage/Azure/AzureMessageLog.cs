using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The message log in Azure Tables: a partition for each conversation. Several silos write at the same time; the etag of a conversation's
/// head decides which one numbers an entry.
/// </summary>
internal sealed class AzureMessageLog(AzureStore store, Action<CommitStage>? probe = null) : IMessageLog, IHistoryLog
{
    private const int MaxPage = 1_000;
    private const int MaxIds = 10_000;

    private readonly HeadCache heads = new(store.Options.HeadCacheSize);

    public string Lineage { get; private set; } = Storage.Lineage.BeforeLineages;

    public IStoreFacts Facts { get; } = new AzureFacts(store);

    /// <summary>
    /// A transaction has at most 4 MiB, in Base64. More rows than it takes follow behind the commit, see <see cref="LogJournal"/>.
    /// </summary>
    public LogLimits Limits { get; } = new(Operations: 200, Bytes: 5 * 1_048_576 / 2);

    public async Task JoinAsync(params IStoreFacts[] others) =>
        Lineage = await Storage.Lineage.EnsureAsync(Facts, store.LogIsEmptyAsync, others);

    public Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null) =>
        new LogWriter(store, heads, probe).AppendAsync(conversationId, expectedHead, entries, amendments ?? []);

    public async Task<LogPage> ReadAsync(string conversationId, LogRange range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(range.Limit, 1, nameof(range));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Limit, MaxPage, nameof(range));
        return await LogPages.ReadAsync(new LogPartition(store, conversationId), range);
    }

    public async Task<IReadOnlyDictionary<string, LogHead>> HeadsAsync(HeadsQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.ConversationIds.Count, MaxIds, nameof(query));
        return await LogHeads.ReadAsync(store, query);
    }

    public async Task<IReadOnlyDictionary<string, AppendReceipt>> FindAsync(
        string conversationId, string senderId, IReadOnlyCollection<string> clientMessageIds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clientMessageIds.Count, MaxIds, nameof(clientMessageIds));
        LogPartition partition = new(store, conversationId);
        await LogJournal.SettleAsync(partition, await partition.ReadHeadAsync());
        Dictionary<string, string> asked = clientMessageIds.Distinct().ToDictionary(id => LogKeys.Known(senderId, id));
        TableEntity[] rows = await partition.FindAsync(asked.Keys);
        return rows.ToDictionary(row => asked[row.RowKey], KnownRow.Read);
    }

    public async Task<bool> EraseAsync(string conversationId, int limit)
    {
        (bool isErasing, LogHeadRow head) = await LogErasure.StepAsync(new LogPartition(store, conversationId), limit);
        heads.Set(conversationId, head);
        return isErasing;
    }
}
