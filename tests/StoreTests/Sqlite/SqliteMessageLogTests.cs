using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Logs;

namespace ImOrleans.StoreTests.Sqlite;

public class SqliteMessageLogTests : MessageLogContract
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteMessageLog> others = [];
    private SqliteMessageLog log = null!;
    private CommitStage? breakAt;

    protected override IMessageLog Log => log;

    private protected virtual SqliteOptions Options { get; } = new();

    public override ValueTask InitializeAsync()
    {
        log = Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        await log.DisposeAsync();
        folder.Dispose();
    }

    protected override IMessageLog OpenAnother()
    {
        others.Add(Open());
        return others[^1];
    }

    protected override async Task ReopenAsync()
    {
        await log.DisposeAsync();
        log = Open();
    }

    protected override void BreakNextAppend(bool stored) => breakAt = stored ? CommitStage.After : CommitStage.Before;

    private SqliteMessageLog Open() => SqliteFiles.OpenLog(folder.File("messages.db"), Break, Options);

    private void Break(CommitStage stage)
    {
        if (stage == breakAt)
        {
            breakAt = null;
            throw new IOException("broken by the test");
        }
    }
}
