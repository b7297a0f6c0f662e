using Azure.Data.Tables;
using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// Entries of one append in one row: a transaction has at most 100 rows, and is paid by the row. Their bodies are erased in place.
/// </summary>
internal sealed record EntryBlock(IReadOnlyList<StoredEntry> Entries)
{
    /// <summary>Bounds how much more than its range a read can get.</summary>
    public const int MostEntries = 100;

    private const byte Version = 1;
    private const int PerEntry = 512;

    public long First => Entries[0].Seq;

    public long Last => Entries[^1].Seq;

    /// <summary>As few blocks as hold the entries.</summary>
    /// <exception cref="ArgumentException">An entry does not fit into a row.</exception>
    public static IEnumerable<EntryBlock> Of(IReadOnlyList<StoredEntry> entries)
    {
        List<StoredEntry> block = [];
        int bytes = 0;
        foreach (StoredEntry entry in entries)
        {
            int size = entry.Body.Length + PerEntry;
            if (size > RowBytes.Most)
            {
                throw new ArgumentException($"An entry of {entry.Body.Length} bytes does not fit into a row of a table.", nameof(entries));
            }

            if (block.Count == MostEntries || bytes + size > RowBytes.Most)
            {
                yield return new([.. block]);
                block.Clear();
                bytes = 0;
            }

            block.Add(entry);
            bytes += size;
        }

        if (block.Count > 0)
        {
            yield return new([.. block]);
        }
    }

    public static EntryBlock Read(TableEntity row)
    {
        using BinaryReader reader = new(new MemoryStream(row.Bytes()));
        if (reader.ReadByte() is var version && version != Version)
        {
            throw new InvalidDataException($"The entries of {row.PartitionKey} have format {version}: start the newer program.");
        }

        StoredEntry[] entries = new StoredEntry[reader.Read7BitEncodedInt()];
        long seq = LogKeys.NumberOf(row.RowKey) - entries.Length;
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new StoredEntry
            {
                Seq = ++seq,
                Ordinal = reader.Read7BitEncodedInt64(),
                SentAt = reader.Read7BitEncodedInt64(),
                Counts = reader.ReadBoolean(),
                Target = reader.Read7BitEncodedInt64() is > 0 and var target ? target : null,
                MessageId = reader.ReadString(),
                SenderId = reader.ReadString(),
                ClientMessageId = reader.ReadString(),
                Kind = reader.ReadString(),
                Body = reader.ReadBytes(reader.Read7BitEncodedInt()),
            };
        }

        return new(entries);
    }

    public TableEntity Row(string partition)
    {
        MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write(Version);
        writer.Write7BitEncodedInt(Entries.Count);
        foreach (StoredEntry entry in Entries)
        {
            writer.Write7BitEncodedInt64(entry.Ordinal);
            writer.Write7BitEncodedInt64(entry.SentAt);
            writer.Write(entry.Counts);
            writer.Write7BitEncodedInt64(entry.Target ?? 0);
            writer.Write(entry.MessageId);
            writer.Write(entry.SenderId);
            writer.Write(entry.ClientMessageId);
            writer.Write(entry.Kind);
            writer.Write7BitEncodedInt(entry.Body.Length);
            writer.Write(entry.Body.Span);
        }

        return new TableEntity(partition, LogKeys.Block(Last)).With(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
