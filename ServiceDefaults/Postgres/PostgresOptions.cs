using System.ComponentModel.DataAnnotations;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;

namespace ImOrleans.ServiceDefaults.Postgres;

/// <summary>The database of the providers that are named <c>postgres</c>, the same on all silos. Section <c>Im:Postgres</c>.</summary>
internal sealed class PostgresOptions : IValidatableObject
{
    public const string Section = "Im:Postgres";
    public const string ConnectionStringSetting = $"{Section}:{nameof(ConnectionString)}";

    /// <summary>The name of Npgsql among the providers of ADO.NET, as Orleans uses it.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>
    /// As Npgsql reads it: <c>Host=db;Database=im;Username=im;Password=...</c>. The database exists and belongs to this user.
    /// </summary>
    [Secret]
    public string ConnectionString { get; init; } = "";

    /// <summary>Connections of one silo to the server. All silos together stay below its <c>max_connections</c>.</summary>
    [Range(8, 1_000)]
    public int MaxConnections { get; init; } = 32;

    /// <summary>Reads of the message log that run at once; further ones wait.</summary>
    [Range(1, 500)]
    public int Readers { get; init; } = 16;

    /// <summary>How long a new connection takes at most, and how long a write waits for a free one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server takes for one statement at most. After that the outcome of a write is unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an append waits for another silo that writes the same conversation. The server ends a transaction of a silo that stands
    /// still for as long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a start waits for another silo that migrates the database.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MigrationTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Writes that may wait for the writer; further callers wait before they are queued.</summary>
    [Range(16, 1_000_000)]
    public int QueueLength { get; init; } = 8_192;

    /// <summary>Writes that share one transaction, and so one sync of the server's disk.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 1_024;

    /// <summary>Clustering takes its settings while services are still being registered, before the options are validated.</summary>
    /// <exception cref="StartupException">A setting is absent or out of range.</exception>
    public static PostgresOptions Read(IConfiguration configuration) => configuration.ReadSettings<PostgresOptions>(Section);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return new(
                $"{nameof(ConnectionString)} is empty; a provider named postgres needs one, for example Host=db;Database=im;Username=im.");
        }

        if (Readers > MaxConnections / 2)
        {
            yield return new(
                $"{nameof(Readers)} is {Readers}; it must be at most half of {nameof(MaxConnections)}, which is {MaxConnections}.");
        }

        if (LockTimeout >= CommandTimeout)
        {
            yield return new(
                $"{nameof(LockTimeout)} is {LockTimeout:c}; it must be less than {nameof(CommandTimeout)}, which is {CommandTimeout:c}.");
        }
    }
}
