using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// One prepared statement, used again and again. It binds by position and takes spans, where a SqliteCommand looks up each
/// parameter by name and copies each body.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int StackBytes = 512;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(sqlite3_prepare_v3(database, sql, SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public Statement Bind(int index, long value)
    {
        Check(sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        if (value is { } number)
        {
            return Bind(index, number);
        }

        Check(sqlite3_bind_null(_handle, index));
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Check(value is null ? sqlite3_bind_null(_handle, index) : sqlite3_bind_text(_handle, index, string.Empty));
            return this;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        var utf8 = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        Check(sqlite3_bind_text(_handle, index, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes that for NULL.
        Check(value.IsEmpty ? sqlite3_bind_zeroblob(_handle, index, 0) : sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    /// <returns>How many rows were changed; meaningless for statements that change none.</returns>
    public int Run()
    {
        try
        {
            while (Step())
            {
            }

            return sqlite3_changes(_database);
        }
        finally
        {
            _ = sqlite3_reset(_handle);
        }
    }

    public T? First<T>(Func<Row, T> read)
    {
        try
        {
            return Step() ? read(new Row(_handle)) : default;
        }
        finally
        {
            _ = sqlite3_reset(_handle);
        }
    }

    public List<T> All<T>(Func<Row, T> read)
    {
        try
        {
            var rows = new List<T>();
            while (Step())
            {
                rows.Add(read(new Row(_handle)));
            }

            return rows;
        }
        finally
        {
            _ = sqlite3_reset(_handle);
        }
    }

    public void Dispose() => _handle.Dispose();

    private bool Step()
    {
        var code = sqlite3_step(_handle);
        if (code is not SQLITE_ROW and not SQLITE_DONE)
        {
            Check(code);
        }

        return code == SQLITE_ROW;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
