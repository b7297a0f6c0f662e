using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MessagePack;

namespace ImOrleans.Gateway.Hubs.MessagePack;

/// <summary>One member of a record.</summary>
internal abstract class RecordMember<TRecord>(PropertyInfo property)
{
    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    public byte[] NameBytes { get; } = Encoding.UTF8.GetBytes(JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    public bool IsRequired { get; } = property.IsDefined(typeof(RequiredMemberAttribute));

    public abstract bool IsPresent(TRecord record);

    public abstract void Write(ref MessagePackWriter writer, TRecord record, MessagePackSerializerOptions options);

    public abstract void Read(ref MessagePackReader reader, TRecord record, MessagePackSerializerOptions options);
}

/// <summary>Reads and writes through delegates to the getter and setter of the property, so that no value is boxed.</summary>
internal sealed class RecordMember<TRecord, TValue>(PropertyInfo property) : RecordMember<TRecord>(property)
{
    private readonly Func<TRecord, TValue> get = property.GetMethod!.CreateDelegate<Func<TRecord, TValue>>();
    private readonly Action<TRecord, TValue> set = property.SetMethod!.CreateDelegate<Action<TRecord, TValue>>();
    private readonly bool nullable = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    public override bool IsPresent(TRecord record) => get(record) is not null;

    public override void Write(ref MessagePackWriter writer, TRecord record, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<TValue>().Serialize(ref writer, get(record), options);

    public override void Read(ref MessagePackReader reader, TRecord record, MessagePackSerializerOptions options)
    {
        TValue value = options.Resolver.GetFormatterWithVerify<TValue>().Deserialize(ref reader, options);
        if (value is null && !nullable)
        {
            throw new MessagePackSerializationException($"{Name} of {typeof(TRecord).Name} is null.");
        }

        set(record, value);
    }
}
