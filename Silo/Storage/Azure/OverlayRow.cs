using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The changes of one append to one target.</summary>
/// <param name="Replaced">The seq of the overlay before; null for none.</param>
internal sealed record OverlayChange(long Target, StoredOverlay Overlay, long? Replaced)
{
    /// <summary>A redacted part stays redacted.</summary>
    /// <param name="seq">Of the entry that amends.</param>
    /// <param name="kind">Of that entry.</param>
    /// <param name="stored">The overlay before.</param>
    public static OverlayChange Of(Amendment amendment, long seq, string kind, StoredOverlay? stored)
    {
        string? redactedBy = stored?.RedactedBy ?? (amendment.Redacts ? kind : null);
        return new(amendment.Target, new(seq, redactedBy is null ? amendment.Overlay : default, redactedBy), stored?.Seq);
    }

    /// <summary>The rows that the change touches, in one transaction.</summary>
    public IEnumerable<TableTransactionAction> Actions(string partition)
    {
        yield return Put(OverlayRow.Write(partition, Target, Overlay));
        yield return Put(new TableEntity(partition, LogKeys.Change(Overlay.Seq, Target)));
        if (Replaced is { } replaced)
        {
            yield return new(TableTransactionActionType.Delete, new TableEntity(partition, LogKeys.Change(replaced, Target)));
        }

        if (Overlay.RedactedBy is not null)
        {
            // From the beginning again: an entry about the target that comes later can have a lower key.
            yield return Put(new TableEntity(partition, LogKeys.Erasure(Target)));
        }
    }

    private static TableTransactionAction Put(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);
}

/// <summary>The row of an overlay.</summary>
internal static class OverlayRow
{
    public static TableEntity Write(string partition, long target, StoredOverlay overlay)
    {
        TableEntity row = new TableEntity(partition, LogKeys.Overlay(target)).With(overlay.Body.Span);
        row["seq"] = overlay.Seq;
        if (overlay.RedactedBy is { } kind)
        {
            row["redactedBy"] = kind;
        }

        return row;
    }

    public static StoredOverlay Read(TableEntity row) => new(row.GetInt64("seq") ?? 0, row.Bytes(), row.GetString("redactedBy"));
}
