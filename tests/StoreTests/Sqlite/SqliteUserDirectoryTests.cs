using ImOrleans.Grains.Users;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Directories;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class SqliteUserDirectoryTests : UserDirectoryContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteUserDirectoryTests()
    {
        database = SqliteFiles.OpenState(folder.File("state.db"));
        Directory = new SqliteUserDirectory(database);
    }

    protected override IUserDirectory Directory { get; }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
