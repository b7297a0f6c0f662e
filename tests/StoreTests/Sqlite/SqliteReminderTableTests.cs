using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Reminders;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class SqliteReminderTableTests : ReminderTableContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteReminderTableTests()
    {
        database = SqliteFiles.OpenState(folder.File("state.db"));
        Table = new SqliteReminderTable(database, Options.Create(new ClusterOptions { ServiceId = "im" }));
    }

    protected override IReminderTable Table { get; }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
