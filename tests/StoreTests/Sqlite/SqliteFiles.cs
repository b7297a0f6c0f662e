using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.StoreTests.Sqlite;

internal static class SqliteFiles
{
    public static SqliteMessageLog OpenLog(string path, Action<CommitStage>? probe = null, SqliteOptions? options = null) =>
        new(new SqliteFile(path, LogSchema.Current, options ?? new()), NullLogger<SqliteMessageLog>.Instance, probe);

    public static SqliteDatabase OpenState(string path, SqliteOptions? options = null) =>
        new(new SqliteFile(path, StateSchema.Current, options ?? new()), NullLogger.Instance);
}
