using ImOrleans.ServiceDefaults.Data;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>A database file and how its connections are opened.</summary>
internal sealed class SqliteFile(string path, SqliteSchema schema, SqliteOptions options)
{
    /// <summary>Pages of 4 KiB hold a dozen messages; smaller ones make less log per scattered index entry but chain bodies over pages.</summary>
    public const int PageSize = 4_096;

    public string Path => path;

    public SqliteOptions Options => options;

    /// <summary>Creates the file, or brings its schema up to date.</summary>
    /// <exception cref="StartupException">The folder cannot be written, or the file is damaged, of a newer program, or cannot be opened.</exception>
    public void Prepare()
    {
        EnsureWritable(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        try
        {
            OwnerFile.Open(path, FileShare.ReadWrite).Dispose(); // SQLite gives the files beside it the mode of this one.
            using SqliteSession session = OpenWriter();
            session.Begin();
            schema.Apply(session, path);
            session.Commit();
            EnsureReadable(session);
        }
        catch (SqliteException failure)
        {
            throw new StartupException(Explain(failure), failure);
        }
    }

    /// <summary>A failure of the start as a sentence for the operator.</summary>
    public string Explain(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_NOTADB or SQLITE_CORRUPT => $"The database '{path}' is damaged: restore the data folder from a backup. ({failure.Message})",
        SQLITE_FULL => $"The disk of the database '{path}' is full: make room and start again. ({failure.Message})",
        SQLITE_BUSY or SQLITE_LOCKED => $"The database '{path}' is locked by another process: end that process and start again. ({failure.Message})",
        _ => $"The database '{path}' cannot be opened. ({failure.Message})",
    };

    public SqliteSession OpenWriter() => Open(
        SqliteOpenMode.ReadWriteCreate,
        $"""
        PRAGMA page_size = {PageSize};
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA cache_size = {-1_024 * options.CacheMegabytes};
        PRAGMA cache_spill = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA journal_size_limit = {1_048_576L * options.WalLimitMegabytes};
        """);

    public SqliteSession OpenReader() => Open(SqliteOpenMode.ReadOnly, string.Empty);

    private SqliteSession Open(SqliteOpenMode mode, string settings)
    {
        // Not pooled: a pooled connection keeps the file open and its settings with it.
        var builder = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var session = new SqliteSession(new SqliteConnection(builder.ToString()));
        try
        {
            session.Open();
            session.Execute($"PRAGMA busy_timeout = {options.BusyTimeoutMilliseconds}; {settings}");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Reads the first row of each table: finds most files that were cut off or written over, whatever their size.</summary>
    private static void EnsureReadable(SqliteSession session)
    {
        string[] tables = [.. session.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").All(static row => row.Text(0))];
        foreach (string table in tables)
        {
            session.Execute($"SELECT 1 FROM \"{table}\" LIMIT 1;");
        }
    }

    private static void EnsureWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = System.IO.Path.Combine(folder, $".probe-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder '{folder}' is not writable: {refusal.Message}", refusal);
        }
    }
}
