using Azure;
using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Azure;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The rows of one conversation.</summary>
internal sealed class LogPartition
{
    /// <summary>Operations of one transaction.</summary>
    public const int MostActions = 100;

    /// <summary>Bytes of one transaction, with room for its envelope.</summary>
    public const int MostBytes = 4 * 1_048_576 - 65_536;

    private const int MostRows = 1_000;
    private const int BytesPerAction = 900;
    private const int MostBlocksAtOnce = 16;

    private readonly AzureStore store;
    private readonly TableClient table;
    private readonly TableClient once;

    public LogPartition(AzureStore store, string conversationId)
    {
        this.store = store;
        AzureAccount account = store.LogAccounts[LogKeys.Account(conversationId, store.LogAccounts.Count)];
        (table, once) = (account.Tables.GetTableClient(store.LogTable), account.Once.GetTableClient(store.LogTable));
        Key = LogKeys.Partition(conversationId);
    }

    public string Key { get; }

    /// <summary>The bytes of a transaction that holds so many of content, in Base64.</summary>
    public static long SizeOf(int actions, long content) => (content * 4 / 3) + (actions * BytesPerAction);

    /// <summary>Whether the rows of an append fit into one transaction.</summary>
    public static bool HasRoomFor(IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment> amendments)
    {
        long bodies = entries.Sum(static entry => (long)entry.Body.Length);
        long blocks = 1 + (entries.Count / EntryBlock.MostEntries) + (bodies / RowBytes.Most);
        long actions = 1 + blocks + entries.Count + entries.Count(static entry => entry.Target is not null) + (amendments.Count * 4L);
        long content = bodies + amendments.Sum(static amendment => (long)amendment.Overlay.Length);
        return actions <= MostActions && SizeOf(MostActions, content) <= MostBytes;
    }

    public async Task<LogHeadRow> ReadHeadAsync() => await FindAsync(LogKeys.Head) is { } row ? LogHeadRow.Read(row) : LogHeadRow.None;

    public Task<TableEntity?> FindAsync(string row) => store.RunAsync(async () =>
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(Key, row);
        return found.HasValue ? found.Value : null;
    });

    /// <summary>Those of the rows that are there, in any order.</summary>
    public async Task<TableEntity[]> FindAsync(IEnumerable<string> rows) =>
        [.. (await Task.WhenAll(rows.Select(FindAsync))).OfType<TableEntity>()];

    /// <summary>Rows in the order of their keys.</summary>
    /// <param name="to">Inclusive.</param>
    /// <param name="limit">The query ends when it has so many.</param>
    /// <param name="keysOnly">Leaves out everything else.</param>
    public async Task<List<TableEntity>> QueryAsync(string from, string to, int limit = int.MaxValue, bool keysOnly = false)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Key} and RowKey ge {from} and RowKey le {to}");
        IAsyncEnumerable<Page<TableEntity>> pages = table
            .QueryAsync<TableEntity>(filter, Math.Min(limit, MostRows), keysOnly ? ["PartitionKey", "RowKey"] : null)
            .AsPages();
        List<TableEntity> rows = [];
        await using IAsyncEnumerator<Page<TableEntity>> page = pages.GetAsyncEnumerator();
        while (rows.Count < limit && await store.RunAsync(() => page.MoveNextAsync().AsTask()))
        {
            rows.AddRange(page.Current.Values);
        }

        return rows;
    }

    /// <summary>The block that has an entry; null when there is none.</summary>
    public async Task<EntryBlock?> FindBlockAsync(long seq) =>
        await QueryAsync(LogKeys.Block(seq), LogKeys.Block(seq + EntryBlock.MostEntries), limit: 1) is [var row, ..]
            ? EntryBlock.Read(row)
            : null;

    /// <summary>The entries from one seq to another, without overlays.</summary>
    public async Task<List<StoredEntry>> EntriesAsync(long first, long last)
    {
        // The last block can go on behind the range.
        List<TableEntity> rows = await QueryAsync(
            LogKeys.Block(first), LogKeys.Block(last + EntryBlock.MostEntries - 1), (int)(last - first + 1));
        return
        [
            .. rows.SelectMany(static row => EntryBlock.Read(row).Entries).Where(entry => entry.Seq >= first && entry.Seq <= last),
        ];
    }

    /// <summary>Single entries, without overlays, in the order in which they are asked for. A block is read once, or a few times.</summary>
    public async Task<List<StoredEntry>> EntriesAsync(IReadOnlyList<long> seqs)
    {
        Dictionary<long, StoredEntry> found = [];
        for (long[] wanted = Missing(); wanted.Length > 0; wanted = Missing())
        {
            EntryBlock?[] blocks = await Task.WhenAll(wanted.Take(MostBlocksAtOnce).Select(FindBlockAsync));
            foreach (StoredEntry entry in blocks.SelectMany(block => block?.Entries ?? throw Damaged(wanted[0])))
            {
                found[entry.Seq] = entry;
            }
        }

        return [.. seqs.Select(seq => found[seq])];

        long[] Missing() => [.. seqs.Where(seq => !found.ContainsKey(seq)).Distinct()];
    }

    /// <summary>Runs a transaction once. The head comes first.</summary>
    /// <returns>The new etag of the head.</returns>
    /// <exception cref="RequestFailedException">Nothing is stored: 409, 412, 429 or 503.</exception>
    /// <exception cref="IOException">The outcome is unknown.</exception>
    public async Task<ETag> SubmitAsync(LogHeadRow head, IEnumerable<TableTransactionAction> actions)
    {
        Response<IReadOnlyList<Response>> answer = await store.RunAsync(
            () => once.SubmitTransactionAsync([head.Write(Key), .. actions]), 409, 412, 429, 503);
        return answer.Value[0].Headers.ETag
            ?? throw new IOException("The table service confirmed a transaction without an etag. Whether it is stored is unknown.");
    }

    private InvalidDataException Damaged(long seq) => new($"Entry {seq} of {Key} is missing: the table is damaged.");
}
