using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class MigratingTests
{
    private readonly SqliteSchema oldLog = new(LogSchema.Current.Steps[..1]);
    private readonly SqliteSchema oldState = new(StateSchema.Current.Steps[..1]);

    [Fact]
    public async Task A_log_of_the_first_version_goes_on_with_its_entries_their_counts_and_its_retries()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("messages.db");
        Make(path, oldLog);
        OpeningTests.Execute(path, Insert(1, 0, "v1-x", "notice") + Insert(2, 1, "c1", "text") + Insert(3, 2, "c2", "text"));

        await using SqliteMessageLog log = SqliteFiles.OpenLog(path);
        IReadOnlyList<StoredEntry> entries = (await log.ReadAsync("g:1", Drafts.All)).Entries;
        AppendResult again = await log.AppendAsync("g:1", 3, [Drafts.Draft("c1"), Drafts.Draft("c3")]);

        Assert.Equal([(1, 0, false), (2, 1, true), (3, 2, true)], entries.Select(entry => (entry.Seq, entry.Ordinal, entry.Counts)));
        Assert.Equal([(2, 1, true), (4, 3, false)], again.Receipts!.Select(receipt => (receipt.Seq, receipt.Ordinal, receipt.Duplicate)));
        Assert.Equal(4, (await log.HeadsAsync(new HeadsQuery(["g:1"]) { Previews = true }))["g:1"].Preview!.Seq);
    }

    /// <summary>The old keys were folded by case only, and began at blanks.</summary>
    [Fact]
    public async Task People_of_an_older_state_are_found_as_new_ones_are()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("state.db");
        Make(path, new SqliteSchema(StateSchema.Current.Steps[..2]));
        OpeningTests.Execute(path, string.Concat(Enumerable.Range(1, 2500).Select(no =>
            $"INSERT INTO users VALUES ({no}, 'u{no}', 'Name{no}', 'name{no}', 'José 林晓雯 {no}', NULL); INSERT INTO user_words VALUES ('josé 林晓雯 {no}', {no});")));

        await using SqliteDatabase state = SqliteFiles.OpenState(path);
        SqliteUserDirectory directory = new(state);

        Assert.Equal("u2500", Assert.Single(await directory.SearchAsync("晓雯 2500", 20)).UserId);
        Assert.Equal("u1234", Assert.Single(await directory.SearchAsync("jose 林晓雯 1234", 20)).UserId);
        Assert.Equal("u7", (await directory.SearchAsync("name7", 20))[0].UserId);
        Assert.Equal(20, (await directory.SearchAsync("josé", 20)).Count);
    }

    [Fact]
    public async Task Stores_from_before_lineages_have_lineage_0_whether_or_not_they_hold_anything()
    {
        using TemporaryFolder folder = new();
        Make(folder.File("messages.db"), oldLog);
        Make(folder.File("state.db"), oldState);

        Assert.Equal("0", await JoinAsync(folder));
        Assert.Equal("0", await JoinAsync(folder));
    }

    [Fact]
    public async Task New_stores_share_a_lineage_of_their_own_and_keep_it()
    {
        using TemporaryFolder folder = new();
        string lineage = await JoinAsync(folder);

        Assert.Equal(12, lineage.Length);
        Assert.Equal(lineage, await JoinAsync(folder));
        using TemporaryFolder another = new();
        Assert.NotEqual(lineage, await JoinAsync(another));
    }

    [Fact]
    public async Task A_start_that_was_cut_off_between_the_two_stores_is_finished()
    {
        using TemporaryFolder folder = new();
        await using (SqliteMessageLog log = SqliteFiles.OpenLog(folder.File("messages.db")))
        {
            await log.JoinAsync();
        }

        Assert.Equal(12, (await JoinAsync(folder)).Length);
    }

    [Fact]
    public async Task Stores_of_two_histories_are_refused_with_one_sentence()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder another = new();
        await JoinAsync(folder);
        await JoinAsync(another);
        File.Copy(another.File("state.db"), folder.File("state.db"), overwrite: true);

        StartupException refusal = await Assert.ThrowsAsync<StartupException>(() => JoinAsync(folder));

        Assert.Contains("not of one backup", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_with_messages_does_not_take_to_a_new_state()
    {
        using TemporaryFolder folder = new();
        await JoinAsync(folder);
        await using (SqliteMessageLog log = SqliteFiles.OpenLog(folder.File("messages.db")))
        {
            await log.AppendAsync("g:1", 0, Drafts.Many(1));
        }

        File.Delete(folder.File("state.db"));

        await Assert.ThrowsAsync<StartupException>(() => JoinAsync(folder));
    }

    private static async Task<string> JoinAsync(TemporaryFolder folder)
    {
        await using SqliteMessageLog log = SqliteFiles.OpenLog(folder.File("messages.db"));
        await using SqliteDatabase state = SqliteFiles.OpenState(folder.File("state.db"));
        await log.JoinAsync(new SqliteFacts(state, "grain state"));
        return log.Lineage;
    }

    private static void Make(string path, SqliteSchema schema) =>
        new SqliteDatabase(new SqliteFile(path, schema, new SqliteOptions()), NullLogger.Instance).Dispose();

    private static string Insert(int seq, int ordinal, string clientMessageId, string kind) =>
        $$"""
        INSERT OR IGNORE INTO conversations (no, id) VALUES (1, 'g:1');
        INSERT INTO entries (conversation_no, seq, ordinal, message_id, sender_id, client_message_id, kind, sent_at, body)
        VALUES (1, {{seq}}, {{ordinal}}, 'm{{seq}}', 'anna', '{{clientMessageId}}', '{{kind}}', 1, x'7b7d');
        """;
}
