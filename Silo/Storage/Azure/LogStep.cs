using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The rows beside the blocks of an append, by which its entries and overlays are found. The rows of one step belong into one transaction.
/// </summary>
/// <param name="Content">The bytes that the rows hold.</param>
internal sealed record LogStep(IReadOnlyList<TableTransactionAction> Actions, long Content)
{
    /// <param name="isFirst">An entry that is known already makes the transaction fail: the store did not ask before.</param>
    public static IEnumerable<LogStep> Of(
        string partition, IEnumerable<StoredEntry> entries, IEnumerable<OverlayChange> changes, bool isFirst)
    {
        TableTransactionActionType adding = isFirst ? TableTransactionActionType.Add : TableTransactionActionType.UpsertReplace;
        foreach (StoredEntry entry in entries)
        {
            List<TableTransactionAction> actions = [new(adding, KnownRow.Write(partition, entry))];
            if (entry.Target is { } target)
            {
                TableEntity about = new(partition, LogKeys.About(target, entry.SenderId, entry.Seq));
                actions.Add(new(TableTransactionActionType.UpsertReplace, about));
            }

            yield return new(actions, Content: 0);
        }

        foreach (OverlayChange change in changes)
        {
            yield return new([.. change.Actions(partition)], change.Overlay.Body.Length);
        }
    }
}
