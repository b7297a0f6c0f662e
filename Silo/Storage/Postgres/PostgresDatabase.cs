using System.Data.Common;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.ServiceDefaults.Startup;
using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The database of a silo: its connections, its schema, and whether it takes writes. All stores of the silo share it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const long ProbePeriodMs = 1_000;
    private readonly SemaphoreSlim readers;
    private readonly PostgresSchema schema;
    private Task? opened;
    private long probedAt = -ProbePeriodMs;

    /// <exception cref="StartupException">The connection string cannot be read.</exception>
    public PostgresDatabase(PostgresOptions options, ILogger<PostgresDatabase> logger, PostgresSchema? schema = null)
    {
        Options = options;
        Source = PostgresConnecting.Source(options);
        this.schema = schema ?? PostgresSchema.Current;
        readers = new SemaphoreSlim(options.Readers, options.Readers);
        Name = new NpgsqlConnectionStringBuilder(Source.ConnectionString).Database ?? "";
        Faults = new WriteFaults($"the database '{Name}'", logger);
    }

    public string Name { get; }

    public PostgresOptions Options { get; }

    /// <summary>The connections. Orleans' providers take them from here too.</summary>
    public NpgsqlDataSource Source { get; }

    public WriteFaults Faults { get; }

    /// <summary>Connects and brings the schema up to date, once.</summary>
    /// <exception cref="StartupException">The database cannot be used. The message says what to do.</exception>
    public Task OpenAsync() => opened ??= MigrateAsync();

    /// <summary>Reads with one of a bounded number of connections, so that reads leave some for writes.</summary>
    /// <exception cref="IOException">The server did not answer, or refused.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read)
    {
        await readers.WaitAsync();
        try
        {
            return await UseAsync(read);
        }
        finally
        {
            readers.Release();
        }
    }

    /// <summary>Uses a connection. Other processes do not know the exceptions of this driver, but they know that of every store.</summary>
    /// <exception cref="IOException">The server did not answer, or refused. After a change, the outcome is unknown.</exception>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use)
    {
        try
        {
            await using NpgsqlConnection connection = await Source.OpenConnectionAsync();
            return await use(connection);
        }
        catch (DbException failure)
        {
            throw new IOException($"The database '{Name}' did not answer: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Whether writes succeed. At most once per second it tries one: without clients nothing else would find out that the server is away,
    /// or back.
    /// </summary>
    /// <returns>Why they fail; null when they succeed.</returns>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        long now = Environment.TickCount64;
        long before = Volatile.Read(ref probedAt);
        if (now - before >= ProbePeriodMs && Interlocked.CompareExchange(ref probedAt, now, before) == before)
        {
            try
            {
                // Enough to fail on a server that only takes reads or whose disk is full.
                await using NpgsqlCommand command = Source.CreateCommand("UPDATE im_meta SET value = value WHERE name = 'lineage'");
                await command.ExecuteNonQueryAsync(cancellationToken);
                Faults.Succeeded();
            }
            catch (Exception failure) when (failure is DbException or IOException or TimeoutException)
            {
                Faults.Failed(1, failure);
            }
        }

        return Faults.Last;
    }

    public async ValueTask DisposeAsync() => await Source.DisposeAsync();

    private async Task MigrateAsync()
    {
        try
        {
            await using NpgsqlConnection connection = await Source.OpenConnectionAsync();
            await schema.ApplyAsync(connection, Options.MigrationTimeout);
        }
        catch (Exception failure) when (PostgresFaults.Explain(failure, Source.ConnectionString) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
    }
}
