using Azure.Data.Tables;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>The overlays of an append that is not distributed yet, in as few rows as hold them.</summary>
internal static class JournalRows
{
    private const int PerChange = 128;

    public static IEnumerable<TableEntity> Write(string partition, IEnumerable<OverlayChange> changes)
    {
        int part = 0;
        MemoryStream bytes = new();
        BinaryWriter writer = new(bytes);
        foreach (OverlayChange change in changes)
        {
            if (bytes.Length > 0 && bytes.Length + change.Overlay.Body.Length + PerChange > RowBytes.Most)
            {
                yield return Row(partition, part++, bytes);
                bytes.SetLength(0);
            }

            writer.Write7BitEncodedInt64(change.Target);
            writer.Write7BitEncodedInt64(change.Overlay.Seq);
            writer.Write7BitEncodedInt64(change.Replaced ?? 0);
            writer.Write(change.Overlay.RedactedBy ?? "");
            writer.Write7BitEncodedInt(change.Overlay.Body.Length);
            writer.Write(change.Overlay.Body.Span);
        }

        if (bytes.Length > 0)
        {
            yield return Row(partition, part, bytes);
        }
    }

    public static IEnumerable<OverlayChange> Read(TableEntity row)
    {
        MemoryStream bytes = new(row.Bytes());
        BinaryReader reader = new(bytes);
        while (bytes.Position < bytes.Length)
        {
            long target = reader.Read7BitEncodedInt64();
            long seq = reader.Read7BitEncodedInt64();
            long replaced = reader.Read7BitEncodedInt64();
            string redactedBy = reader.ReadString();
            byte[] body = reader.ReadBytes(reader.Read7BitEncodedInt());
            yield return new(target, new(seq, body, redactedBy.Length == 0 ? null : redactedBy), replaced == 0 ? null : replaced);
        }
    }

    private static TableEntity Row(string partition, int part, MemoryStream bytes) =>
        new TableEntity(partition, LogKeys.Journal(part)).With(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
}
