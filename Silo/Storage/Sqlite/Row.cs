using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>The row under a statement, readable until the statement moves on.</summary>
internal readonly struct Row(sqlite3_stmt handle)
{
    public bool IsNull(int column) => sqlite3_column_type(handle, column) == SQLITE_NULL;

    public long Int64(int column) => sqlite3_column_int64(handle, column);

    /// <summary>Read by length: an id may hold a zero character.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(sqlite3_column_blob(handle, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => sqlite3_column_blob(handle, column).ToArray();
}
