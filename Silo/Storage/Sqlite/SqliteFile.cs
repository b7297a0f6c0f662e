using Microsoft.Data.Sqlite;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>A database file and how its connections are opened.</summary>
internal sealed class SqliteFile(string path, SqliteSchema schema, SqliteOptions options)
{
    /// <summary>Pages of 4 KiB hold a dozen messages; smaller ones make less log per scattered index entry but chain bodies over pages.</summary>
    public const int PageSize = 4_096;

    public string Path => path;

    public SqliteOptions Options => options;

    /// <exception cref="InvalidOperationException">The folder cannot be written, or the file belongs to a newer program.</exception>
    public void Prepare()
    {
        EnsureWritable(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        using SqliteSession session = OpenWriter();
        session.Begin();
        schema.Apply(session, path);
        session.Commit();
    }

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
            throw new InvalidOperationException($"The data folder '{folder}' is not writable: {refusal.Message}", refusal);
        }
    }
}
