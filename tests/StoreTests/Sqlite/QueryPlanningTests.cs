using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Logs;
using Microsoft.Data.Sqlite;
using Xunit;
using static SQLitePCL.raw;

namespace ImOrleans.StoreTests.Sqlite;

/// <summary>A read must cost the same in a conversation of a million messages: no scan, no sort, and a bounded number of steps.</summary>
public sealed class QueryPlanningTests
{
    [Theory]
    [InlineData(LogQueries.Number)]
    [InlineData(LogQueries.Oldest)]
    [InlineData(LogQueries.Newest)]
    [InlineData(LogQueries.OldestVisible)]
    [InlineData(LogQueries.NewestVisible)]
    [InlineData(LogQueries.OldestAbout)]
    [InlineData(LogQueries.NewestAbout)]
    [InlineData(LogQueries.OldestAboutBy)]
    [InlineData(LogQueries.NewestAboutBy)]
    [InlineData(LogQueries.HeadSql)]
    [InlineData(LogQueries.Own)]
    [InlineData(LogQueries.Known)]
    [InlineData(LogOverlays.InRange)]
    [InlineData(LogOverlays.Changed)]
    public void A_read_of_the_log_only_descends_indexes(string sql)
    {
        using var folder = new TemporaryFolder();
        using var log = SqliteFiles.OpenLog(folder.File("messages.db"));

        Assert.All(Plan(folder.File("messages.db"), sql), AssertBounded);
    }

    [Fact]
    public void A_search_for_people_only_walks_ranges_and_sorts_what_it_found()
    {
        using var folder = new TemporaryFolder();
        using var state = SqliteFiles.OpenState(folder.File("state.db"));

        var plan = Plan(folder.File("state.db"), UserRows.SearchSql);

        Assert.All(plan.Where(step => !step.Contains("FOR ORDER BY", StringComparison.Ordinal)), AssertBounded);
    }

    [Fact]
    public async Task A_page_of_history_takes_as_many_steps_at_the_end_as_at_the_beginning()
    {
        using var folder = new TemporaryFolder();
        await using (var log = SqliteFiles.OpenLog(folder.File("messages.db")))
        {
            for (var head = 0; head < 50_000; head += 5_000)
            {
                await log.AppendAsync("g:1", head, Drafts.Many(5_000, $"{head}-"));
            }
        }

        using var connection = Open(folder.File("messages.db"));
        var (early, late) = (Steps(connection, 100), Steps(connection, 49_900));

        Assert.InRange(early, 50, 5_000);
        Assert.Equal(early, late);
    }

    private static int Steps(SqliteConnection connection, long after)
    {
        Assert.Equal(SQLITE_OK, sqlite3_prepare_v3(connection.Handle, LogQueries.Oldest, 0, out var statement));
        using (statement)
        {
            _ = sqlite3_bind_int64(statement, 1, 1);
            _ = sqlite3_bind_int64(statement, 2, after);
            _ = sqlite3_bind_int64(statement, 3, long.MaxValue);
            _ = sqlite3_bind_int64(statement, 4, 50);
            while (sqlite3_step(statement) == SQLITE_ROW)
            {
            }

            return sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
        }
    }

    private static void AssertBounded(string step)
    {
        Assert.DoesNotContain("TEMP B-TREE", step, StringComparison.Ordinal);
        Assert.False(step.StartsWith("SCAN", StringComparison.Ordinal) && !step.StartsWith("SCAN found", StringComparison.Ordinal) && !step.StartsWith("SCAN (", StringComparison.Ordinal), step);
    }

    private static List<string> Plan(string path, string sql)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        for (var parameter = 1; parameter <= 6; parameter++)
        {
            command.Parameters.AddWithValue($"?{parameter}", 1);
        }

        using var reader = command.ExecuteReader();
        List<string> steps = [];
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
