using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>
/// One prepared statement that is reused. It binds by position and takes spans. A SqliteCommand looks up each parameter by name and copies
/// each body.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int StackBytes = 512;
    private readonly sqlite3 database;
    private readonly sqlite3_stmt handle;

    public Statement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(sqlite3_prepare_v3(database, sql, SQLITE_PREPARE_PERSISTENT, out handle));
    }

    public Statement Bind(int index, long value)
    {
        Check(sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        if (value is { } number)
        {
            return Bind(index, number);
        }

        Check(sqlite3_bind_null(handle, index));
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Check(value is null ? sqlite3_bind_null(handle, index) : sqlite3_bind_text(handle, index, string.Empty));
            return this;
        }

        int size = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> utf8 = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        Check(sqlite3_bind_text(handle, index, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes that for NULL.
        Check(value.IsEmpty ? sqlite3_bind_zeroblob(handle, index, 0) : sqlite3_bind_blob(handle, index, value));
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

            return sqlite3_changes(database);
        }
        finally
        {
            _ = sqlite3_reset(handle);
        }
    }

    public T? First<T>(Func<Row, T> read)
    {
        try
        {
            return Step() ? read(new Row(handle)) : default;
        }
        finally
        {
            _ = sqlite3_reset(handle);
        }
    }

    public List<T> All<T>(Func<Row, T> read) => While(read, static _ => true);

    /// <summary>The rows before the first unwanted one. Later rows are not read.</summary>
    public List<T> While<T>(Func<Row, T> read, Func<T, bool> isWanted)
    {
        try
        {
            var rows = new List<T>();
            while (Step() && read(new Row(handle)) is var row && isWanted(row))
            {
                rows.Add(row);
            }

            return rows;
        }
        finally
        {
            _ = sqlite3_reset(handle);
        }
    }

    public void Dispose() => handle.Dispose();

    private bool Step()
    {
        int code = sqlite3_step(handle);
        if (code is not SQLITE_ROW and not SQLITE_DONE)
        {
            Check(code);
        }

        return code == SQLITE_ROW;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, database);
}
