using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Bounds of the embedded store; each database file has its own writer and takes them for itself.</summary>
internal sealed class SqliteOptions : IValidatableObject
{
    public const string Section = "Im:Sqlite";

    /// <summary>Writes that may wait for the writer thread; further callers wait before they are queued.</summary>
    [Range(16, 1_000_000)]
    public int QueueLength { get; set; } = 8_192;

    /// <summary>Writes that share one transaction, and so one fsync.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1_024;

    /// <summary>Read-only connections, and so reads that run at once.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;

    /// <summary>How long a transaction waits for a writer in another process.</summary>
    [Range(1, 60_000)]
    public int BusyTimeoutMilliseconds { get; set; } = 5_000;

    /// <summary>Memory for the writer's pages. Too little, and every append reads its index pages back.</summary>
    [Range(1, 4_096)]
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>Conversations whose number and head the writer remembers.</summary>
    [Range(16, 10_000_000)]
    public int HeadCacheSize { get; set; } = 100_000;

    /// <summary>After so much write-ahead log a checkpoint runs beside the writer.</summary>
    [Range(1, 4_096)]
    public int CheckpointMegabytes { get; set; } = 64;

    /// <summary>After so much write-ahead log the writer stops for a checkpoint and starts the file from its beginning.</summary>
    [Range(2, 65_536)]
    public int WalLimitMegabytes { get; set; } = 256;

    /// <summary>Within this time the bytes of redacted content leave the files. Shorter times cost more checkpoints while people redact.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ErasureTime { get; set; } = TimeSpan.FromSeconds(60);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (WalLimitMegabytes <= CheckpointMegabytes)
        {
            yield return new($"{nameof(WalLimitMegabytes)} is {WalLimitMegabytes}; it must be greater than " +
                $"{nameof(CheckpointMegabytes)}, which is {CheckpointMegabytes}.");
        }
    }
}
