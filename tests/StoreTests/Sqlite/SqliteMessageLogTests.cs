using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Logs;

namespace ImOrleans.StoreTests.Sqlite;

public class SqliteMessageLogTests : MessageLogContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteMessageLog> _others = [];
    private SqliteMessageLog _log = null!;
    private CommitStage? _breakAt;

    protected override IMessageLog Log => _log;

    private protected virtual SqliteOptions Options { get; } = new();

    public override ValueTask InitializeAsync()
    {
        _log = Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }

        await _log.DisposeAsync();
        _folder.Dispose();
    }

    protected override IMessageLog OpenAnother()
    {
        _others.Add(Open());
        return _others[^1];
    }

    protected override async Task ReopenAsync()
    {
        await _log.DisposeAsync();
        _log = Open();
    }

    protected override void BreakNextAppend(bool stored) => _breakAt = stored ? CommitStage.After : CommitStage.Before;

    private SqliteMessageLog Open() => SqliteFiles.OpenLog(_folder.File("messages.db"), Break, Options);

    private void Break(CommitStage stage)
    {
        if (stage == _breakAt)
        {
            _breakAt = null;
            throw new IOException("broken by the test");
        }
    }
}
