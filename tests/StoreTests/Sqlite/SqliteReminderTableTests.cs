using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Reminders;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class SqliteReminderTableTests : ReminderTableContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteReminderTableTests()
    {
        _database = SqliteFiles.OpenState(_folder.File("state.db"));
        Table = new SqliteReminderTable(_database, Options.Create(new ClusterOptions { ServiceId = "im" }));
    }

    protected override IReminderTable Table { get; }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
