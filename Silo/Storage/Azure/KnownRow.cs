using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The row by which a retry is recognised, however late. It has the whole receipt.</summary>
internal static class KnownRow
{
    public static TableEntity Write(string partition, StoredEntry entry) =>
        new(partition, LogKeys.Known(entry.SenderId, entry.ClientMessageId))
        {
            ["seq"] = entry.Seq, ["ordinal"] = entry.Ordinal, ["messageId"] = entry.MessageId, ["sentAt"] = entry.SentAt,
        };

    public static AppendReceipt Read(TableEntity row) => new(
        row.GetInt64("seq") ?? 0, row.GetInt64("ordinal") ?? 0, row.GetString("messageId"), row.GetInt64("sentAt") ?? 0, Duplicate: true);
}
