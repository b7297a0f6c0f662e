using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ImOrleans.Client.Sqlite;

/// <summary>
/// One file, used by one call at a time. Data that must survive a power cut is written through a connection that waits for the disk. The
/// other connection leaves that to the next write of the first one; the server still has the data that a power cut removes from it.
/// </summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly SqliteConnection durable;
    private readonly SqliteConnection quick;

    public SqliteFile(SqliteStoreOptions options)
    {
        durable = Open(options, "FULL");
        using (SqliteTransaction transaction = durable.BeginTransaction())
        {
            long version = Read(durable, "PRAGMA user_version", reader => reader.GetInt64(0))[0];
            Run(durable, version == 1 ? Schema.FromVersion1 + Schema.Create : Schema.Create);
            transaction.Commit();
        }

        quick = Open(options, "NORMAL");
    }

    /// <param name="isDurable">Returns only when it is on the disk.</param>
    public async ValueTask<T> UseAsync<T>(Func<SqliteConnection, T> use, bool isDurable, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // SQLite waits for the disk where it is called, and a caller may be the thread of a window.
            return await Task.Run(() => use(isDurable ? durable : quick), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The same within a transaction: all of it or nothing.</summary>
    public async ValueTask ChangeAsync(Action<SqliteConnection> change, bool isDurable, CancellationToken cancellation) => await UseAsync(
        connection =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            change(connection);
            transaction.Commit();
            return true;
        },
        isDurable,
        cancellation).ConfigureAwait(false);

    public static void Run(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        using SqliteCommand command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    public static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] values)
    {
        using SqliteCommand command = Command(connection, sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        await quick.DisposeAsync().ConfigureAwait(false);
        await durable.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private static SqliteConnection Open(SqliteStoreOptions options, string synchronous)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Pooling = false,

            // The driver takes 0 for "for ever".
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
        }.ConnectionString);
        connection.Open();
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={(long)options.BusyTimeout.TotalMilliseconds}"));
        Run(connection, "PRAGMA journal_mode=WAL");
        Run(connection, $"PRAGMA synchronous={synchronous}");

        // A deleted text must not stay in the free pages of the file.
        Run(connection, "PRAGMA secure_delete=ON");
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
