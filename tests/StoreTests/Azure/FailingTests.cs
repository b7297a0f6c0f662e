using System.Text;
using Azure.Data.Tables;
using ImOrleans.Engines;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Azure;
using ImOrleans.StoreTests.Logs;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

/// <summary>
/// An account that is throttled, and connections that are cut: sends become slower or retryable, and nothing is lost or doubled.
/// </summary>
public sealed class FailingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Conversation = "g:1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<AzureStore> stores = [];
    private FaultyAccount account = null!;
    private AzureStore healthy = null!;
    private string prefix = "";

    public async ValueTask InitializeAsync()
    {
        AzuriteServer server = await azurite.ServerAsync();
        prefix = server.NewPrefix();
        account = await FaultyAccount.StartAsync(server.ConnectionString());
        healthy = AzureStores.Store(new() { ConnectionString = server.ConnectionString(), Prefix = prefix });
        await healthy.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        stores.ForEach(static store => store.Dispose());
        await healthy.DeleteAsync();
        await account.DisposeAsync();
    }

    [Fact]
    public async Task A_busy_account_makes_an_append_slower()
    {
        AzureMessageLog log = Log(Patience);
        account.Next(Fault.Busy, Fault.Busy);

        AppendResult result = await log.AppendAsync(Conversation, 0, Drafts.Many(2));

        Assert.Equal([(1, false), (2, false)], result.Receipts!.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task An_append_that_was_stored_although_the_account_said_busy_is_no_duplicate()
    {
        AzureMessageLog log = Log(Patience);
        await log.AppendAsync(Conversation, 0, Drafts.Many(1));
        account.Next(Fault.BusyAfterwards);

        AppendResult result = await log.AppendAsync(Conversation, 1, [Drafts.Draft("new")]);

        Assert.Equal((2, false), (Assert.Single(result.Receipts!).Seq, result.Receipts![0].Duplicate));
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task An_account_that_stays_busy_makes_an_append_retryable()
    {
        AzureMessageLog log = Log(TimeSpan.Zero);
        account.Always = Fault.Busy;
        await Assert.ThrowsAsync<IOException>(() => log.AppendAsync(Conversation, 0, Drafts.Many(1)));
        Assert.NotNull(stores[0].Faults.Last);

        account.Always = Fault.None;
        AppendResult retried = await log.AppendAsync(Conversation, 0, Drafts.Many(1));

        Assert.False(Assert.Single(retried.Receipts!).Duplicate);
        Assert.Null(stores[0].Faults.Last);
    }

    [Fact]
    public async Task After_a_cut_connection_the_retry_is_recognised()
    {
        AzureMessageLog log = Log(Patience);
        account.Next(Fault.Cut);
        await Assert.ThrowsAsync<IOException>(() => log.AppendAsync(Conversation, 0, Drafts.Many(1)));

        AppendResult retried = await log.AppendAsync(Conversation, 0, [.. Drafts.Many(1), Drafts.Draft("new")]);
        Assert.Null(retried.Receipts);
        retried = await log.AppendAsync(Conversation, retried.Head, [.. Drafts.Many(1), Drafts.Draft("new")]);

        Assert.Equal([(1, true), (2, false)], retried.Receipts!.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal(2, (await ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_large_append_that_was_cut_off_behind_its_commit_is_whole_for_every_reader()
    {
        AzureMessageLog log = Log(TimeSpan.Zero);
        await log.AppendAsync(Conversation, 0, [.. Enumerable.Range(1, 80).Select(i => Drafts.Draft($"c{i}", body: "secret"u8.ToArray()))]);
        NewEntry[] erasing = [.. Enumerable.Range(1, 80).Select(i => Drafts.About(i, $"e{i}"))];
        Amendment[] amendments = [.. Enumerable.Range(0, 80).Select(i => new Amendment(i, i + 1, default, Redacts: true))];
        account.Next(Fault.None, Fault.None, Fault.Busy);

        AppendResult result = await log.AppendAsync(Conversation, 80, erasing, amendments);

        Assert.Equal((160, 80), (result.Head, result.Receipts!.Count));
        Assert.NotNull((await new LogPartition(healthy, Conversation).ReadHeadAsync()).Pending);
        AzureMessageLog[] readers = [.. Enumerable.Range(0, 4).Select(_ => new AzureMessageLog(healthy))];
        LogPage[] pages = await Task.WhenAll(readers.Select(reader => reader.ReadAsync(Conversation, Drafts.All)));
        Assert.All(pages, page =>
        {
            Assert.Equal(160, page.Entries.Count);
            Assert.All(page.Entries, entry => Assert.Equal((true, true), (entry.Body.IsEmpty, entry.Overlay!.RedactedBy is not null)));
        });
        Assert.Equal(80, (await readers[0].FindAsync(Conversation, "anna", [.. erasing.Select(entry => entry.ClientMessageId)])).Count);
        Assert.Equal([81], (await readers[1].ReadAsync(Conversation, Drafts.All with { Target = 1 })).Entries.Select(entry => entry.Seq));
        Assert.Equal(80, (await readers[2].ReadAsync(Conversation, Drafts.All with { AmendedAfter = 80 })).Entries.Count);
        Assert.Null((await new LogPartition(healthy, Conversation).ReadHeadAsync()).Pending);
        Assert.Equal(161, (await log.AppendAsync(Conversation, 160, [.. erasing, Drafts.Draft("next")])).Head);
    }

    [Fact]
    public async Task The_bytes_of_what_is_redacted_leave_the_tables()
    {
        AzureMessageLog log = new(healthy);
        await log.AppendAsync(Conversation, 0, [Drafts.Draft("a", body: "secret one"u8.ToArray()),
            Drafts.Draft("b", body: "kept"u8.ToArray())]);
        await log.AppendAsync(Conversation, 2, [Drafts.About(1, "edit") with { Body = "secret two"u8.ToArray() }],
            [new(0, 1, "secret 2"u8.ToArray())]);
        await log.AppendAsync(Conversation, 3, [Drafts.About(1, "recall")], [new(0, 1, default, Redacts: true)]);
        Assert.Contains("secret one", await RawAsync(), StringComparison.Ordinal);

        while (await log.EraseAsync(Conversation, 1))
        {
        }

        string raw = await RawAsync();
        Assert.DoesNotContain("secret", raw, StringComparison.Ordinal);
        Assert.Contains("kept", raw, StringComparison.Ordinal);
        Assert.Equal(5, (await log.AppendAsync(Conversation, 4, [Drafts.Draft("next")])).Head);
    }

    [Fact]
    public async Task An_append_as_large_as_the_limits_allow_is_stored()
    {
        AzureMessageLog log = new(healthy);
        byte[] body = new byte[log.Limits.Bytes / log.Limits.Operations * 2];
        new Random(1).NextBytes(body);
        NewEntry[] entries = [.. Enumerable.Range(1, log.Limits.Operations / 2).Select(i => Drafts.Draft($"c{i}", body: body))];

        await log.AppendAsync(Conversation, 0, entries);

        Assert.Equal(entries.Length, (await ReadAllAsync()).Count(entry => entry.Body.Span.SequenceEqual(body)));
    }

    [Fact]
    public async Task An_entry_that_fits_into_no_row_is_refused_and_nothing_is_stored()
    {
        AzureMessageLog log = new(healthy);

        await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(Conversation, 0, [Drafts.Draft("c", body: new byte[1_048_576])]));

        Assert.Empty(await log.HeadsAsync(new HeadsQuery([Conversation])));
    }

    private AzureMessageLog Log(TimeSpan patience)
    {
        stores.Add(AzureStores.Store(new() { ConnectionString = account.ConnectionString, Prefix = prefix,
            ThrottlingPatience = patience }));
        return new(stores[^1]);
    }

    private async Task<IReadOnlyList<StoredEntry>> ReadAllAsync() =>
        (await new AzureMessageLog(healthy).ReadAsync(Conversation, Drafts.All)).Entries;

    private async Task<string> RawAsync()
    {
        StringBuilder raw = new();
        await foreach (TableEntity row in healthy.Main.Tables.GetTableClient(healthy.LogTable)
            .QueryAsync<TableEntity>())
        {
            raw.Append(Encoding.Latin1.GetString(row.Bytes()));
        }

        return raw.ToString();
    }
}
