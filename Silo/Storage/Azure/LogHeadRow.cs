using Azure;
using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The head of a conversation. Every change of the conversation replaces this row, if it still has the etag that the writer has read: so
/// there is one writer at a time, whichever silos try.
/// </summary>
/// <param name="PreviewSeq">The newest entry that can be a preview; 0 for none.</param>
/// <param name="SentAt">Of the newest entry.</param>
internal sealed record LogHeadRow(long Seq, long Ordinal, long PreviewSeq, long SentAt)
{
    public static LogHeadRow None { get; } = new(0, 0, 0, 0);

    public bool IsErasing { get; init; }

    /// <summary>The append that is not distributed to its rows yet, see <see cref="LogJournal"/>; null for none.</summary>
    public PendingAppend? Pending { get; init; }

    /// <summary>None before the row is there.</summary>
    public ETag? ETag { get; init; }

    public LogPosition Newest => new(Seq, Ordinal, SentAt);

    public static LogHeadRow Read(TableEntity row) =>
        new(Number(row, "seq"), Number(row, "ordinal"), Number(row, "preview"), Number(row, "sentAt"))
        {
            IsErasing = row.GetBoolean("erasing") is true,
            Pending = row.ContainsKey("pending")
                ? new((int)Number(row, "pending"), (int)Number(row, "parts"), (int)Number(row, "done"))
                : null,
            ETag = row.ETag,
        };

    /// <summary>Writes this head over the one with its etag.</summary>
    public TableTransactionAction Write(string partition)
    {
        TableEntity row = new(partition, LogKeys.Head)
        {
            ["seq"] = Seq, ["ordinal"] = Ordinal, ["preview"] = PreviewSeq, ["sentAt"] = SentAt, ["erasing"] = IsErasing,
        };
        if (Pending is { } pending)
        {
            (row["pending"], row["parts"], row["done"]) = ((long)pending.Entries, (long)pending.Parts, (long)pending.Done);
        }

        return ETag is { } etag
            ? new(TableTransactionActionType.UpdateReplace, row, etag)
            : new(TableTransactionActionType.Add, row);
    }

    private static long Number(TableEntity row, string column) => row.GetInt64(column) ?? 0;
}

/// <summary>An append that is stored, but not distributed to its rows yet.</summary>
/// <param name="Entries">How many entries up to the head it has.</param>
/// <param name="Parts">The rows that hold its overlays.</param>
/// <param name="Done">The steps that are done.</param>
internal sealed record PendingAppend(int Entries, int Parts, int Done);
