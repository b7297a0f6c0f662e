using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>A connection with its prepared statements. One thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> statements = [];
    private long dataVersion = -1;

    public sqlite3 Handle => connection.Handle!;

    /// <summary>
    /// Changes whenever what a write remembered of the database may be wrong: another connection wrote, or a transaction was
    /// rolled back. Meaningful inside <see cref="Begin"/> and <see cref="Commit"/> only.
    /// </summary>
    public object Epoch { get; private set; } = new();

    /// <summary>The open transaction took content away that must leave the files soon.</summary>
    public bool HasErased { get; set; }

    public void Open() => connection.Open();

    public Statement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out Statement? statement))
        {
            statements.Add(sql, statement = new Statement(Handle, sql));
        }

        return statement;
    }

    /// <summary>For scripts and rare statements; nothing is kept.</summary>
    public void Execute(string script)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    /// <summary>Takes the write lock at once: a transaction that begins to read and then writes could lose to another writer midway.</summary>
    public void Begin()
    {
        Prepare("BEGIN IMMEDIATE").Run();
        long version = Prepare("PRAGMA data_version").First(static row => row.Int64(0));
        if (version != dataVersion)
        {
            dataVersion = version;
            Epoch = new object();
        }
    }

    public void Commit() => Prepare("COMMIT").Run();

    public void Rollback()
    {
        Epoch = new object();
        HasErased = false;
        Prepare("ROLLBACK").Run();
    }

    /// <summary>Several statements that see the database as it is at one moment.</summary>
    public T Snapshot<T>(Func<SqliteSession, T> read)
    {
        Prepare("BEGIN").Run();
        try
        {
            return read(this);
        }
        finally
        {
            Prepare("ROLLBACK").Run();
        }
    }

    public Dictionary<string, T> FindEach<T>(IReadOnlyCollection<string> ids, Func<SqliteSession, string, T?> find)
        where T : class
    {
        var found = new Dictionary<string, T>(ids.Count);
        foreach (string id in ids)
        {
            if (find(this, id) is { } value)
            {
                found[id] = value;
            }
        }

        return found;
    }

    public void Dispose()
    {
        foreach (Statement statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
