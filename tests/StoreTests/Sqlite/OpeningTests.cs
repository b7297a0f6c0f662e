using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class OpeningTests
{
    [Fact]
    public void A_database_of_a_newer_program_is_refused()
    {
        using var folder = new TemporaryFolder();
        SqliteFiles.OpenLog(folder.File("messages.db")).Dispose();
        Execute(folder.File("messages.db"), "PRAGMA user_version = 99");

        var refusal = Assert.Throws<StartupException>(() => SqliteFiles.OpenLog(folder.File("messages.db")));

        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "not a folder");

        var refusal = Assert.Throws<StartupException>(() => SqliteFiles.OpenLog(folder.File("file/messages.db")));

        Assert.Contains("not writable", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_made()
    {
        using var folder = new TemporaryFolder();
        SqliteFiles.OpenLog(folder.File("a/b/messages.db")).Dispose();

        Assert.True(File.Exists(folder.File("a/b/messages.db")));
    }

    [Fact]
    public async Task Many_may_create_the_same_file_at_once()
    {
        using var folder = new TemporaryFolder();
        var logs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteFiles.OpenLog(folder.File("messages.db")))));

        Assert.All(logs, log => log.Dispose());
    }

    [Fact]
    public async Task Closing_leaves_one_file_without_a_log_beside_it()
    {
        using var folder = new TemporaryFolder();
        await using (var log = SqliteFiles.OpenLog(folder.File("messages.db")))
        {
            await log.AppendAsync("g:1", 0, Logs.Drafts.Many(100));
        }

        Assert.Equal(["messages.db"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(64, 64, false)]
    [InlineData(64, 65, true)]
    public void The_limit_of_the_log_is_above_the_checkpoint(int checkpoint, int limit, bool valid) =>
        Assert.Equal(valid, !new SqliteOptions { CheckpointMegabytes = checkpoint, WalLimitMegabytes = limit }.Validate(new(new object())).Any());

    internal static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
