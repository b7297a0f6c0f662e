using ImOrleans.Grains.Users;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Directories;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class SqliteUserDirectoryTests : UserDirectoryContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteUserDirectoryTests()
    {
        _database = SqliteFiles.OpenState(_folder.File("state.db"));
        Directory = new SqliteUserDirectory(_database);
    }

    protected override IUserDirectory Directory { get; }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }
}
