using System.Reflection;
using MessagePack;
using MessagePack.Formatters;

namespace ImOrleans.Gateway.Hubs.MessagePack;

/// <summary>A record as a map from camelCase names to values. Absent values are omitted, unknown names skipped, missing required ones an error.</summary>
internal sealed class RecordFormatter<T> : IMessagePackFormatter<T?>
    where T : class, new()
{
    private readonly RecordMember<T>[] members = [.. typeof(T)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => (RecordMember<T>)Activator.CreateInstance(
            typeof(RecordMember<,>).MakeGenericType(typeof(T), property.PropertyType), property)!)];

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        int present = 0;
        foreach (RecordMember<T> member in members)
        {
            present += member.IsPresent(value) ? 1 : 0;
        }

        writer.WriteMapHeader(present);
        foreach (RecordMember<T> member in members)
        {
            if (member.IsPresent(value))
            {
                writer.WriteString(member.NameBytes);
                member.Write(ref writer, value, options);
            }
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        options.Security.DepthStep(ref reader);
        T record = new();
        ulong seen = 0;
        for (int left = reader.ReadMapHeader(); left > 0; left--)
        {
            seen |= ReadMember(ref reader, record, options);
        }

        reader.Depth--;
        EnsureComplete(seen);
        return record;
    }

    /// <returns>The member's bit; none for an unknown one.</returns>
    private ulong ReadMember(ref MessagePackReader reader, T record, MessagePackSerializerOptions options)
    {
        ReadOnlySpan<byte> name = global::MessagePack.Internal.CodeGenHelpers.ReadStringSpan(ref reader);
        for (int i = 0; i < members.Length; i++)
        {
            if (name.SequenceEqual(members[i].NameBytes))
            {
                members[i].Read(ref reader, record, options);
                return 1UL << i;
            }
        }

        reader.Skip();
        return 0;
    }

    private void EnsureComplete(ulong seen)
    {
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].IsRequired && (seen & (1UL << i)) == 0)
            {
                throw new MessagePackSerializationException($"{typeof(T).Name} has no {members[i].Name}.");
            }
        }
    }
}
