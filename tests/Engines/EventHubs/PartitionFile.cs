using System.Text;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The events of one partition on disk. They survive a kill of the process, but not a power cut.</summary>
internal sealed class PartitionFile(string path) : IDisposable
{
    private FileStream? stream;

    /// <summary>Reads what is there. A record that was not written whole is cut off.</summary>
    public List<StoredEvent> Open()
    {
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        List<StoredEvent> events = [];
        using BinaryReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
        long whole = 0;
        try
        {
            while (stream.Position < stream.Length)
            {
                events.Add(new StoredEvent(
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
                    reader.ReadBoolean() ? reader.ReadString() : null,
                    ReadWhole(reader, reader.ReadInt32())));
                whole = stream.Position;
            }
        }
        catch (EndOfStreamException)
        {
            // The process was killed in the middle of a write, and nobody got an acknowledgement.
        }

        stream.SetLength(whole);
        stream.Position = whole;
        return events;
    }

    public void Append(StoredEvent one)
    {
        Write(stream!, one);
        stream!.Flush();
    }

    /// <summary>Rewrites the file, with these events only.</summary>
    public void Replace(IReadOnlyList<StoredEvent> events)
    {
        stream!.SetLength(0);
        foreach (StoredEvent one in events)
        {
            Write(stream, one);
        }

        stream.Flush();
    }

    public void Dispose() => stream?.Dispose();

    private static void Write(FileStream stream, StoredEvent one)
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(one.Sequence);
        writer.Write(one.Offset);
        writer.Write(one.EnqueuedAt.ToUnixTimeMilliseconds());
        writer.Write(one.Key is not null);
        if (one.Key is not null)
        {
            writer.Write(one.Key);
        }

        writer.Write(one.Body.Length);
        writer.Write(one.Body);
    }

    private static byte[] ReadWhole(BinaryReader reader, int length)
    {
        byte[] body = reader.ReadBytes(length);
        return body.Length == length ? body : throw new EndOfStreamException();
    }
}
