using System.Reflection;
using ImOrleans.Gateway.Hubs.MessagePack;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>Makes a value of every public record, out of its own shape, so that a new record is covered on the day it is written.</summary>
internal static class RecordSamples
{
    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 34, 56, 789, TimeSpan.FromHours(2));

    public static IEnumerable<Type> Types => typeof(Message).Assembly.GetExportedTypes().Where(ProtocolResolver.IsRecord);

    /// <param name="full">Whether members that may be absent are present.</param>
    public static object Make(Type type, bool full)
    {
        object record = Activator.CreateInstance(type)!;
        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo property in type.GetProperties())
        {
            bool optional = nullability.Create(property).ReadState == NullabilityState.Nullable;
            property.SetValue(record, optional && !full ? null : Value(property.PropertyType, property.Name, full));
        }

        return record;
    }

    private static object Value(Type type, string name, bool full) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => $"{name} \"ä😀\u2028",
        var t when t == typeof(int) => int.MinValue + name.Length,
        var t when t == typeof(long) => (1L << 53) - name.Length,
        var t when t == typeof(bool) => true,
        var t when t == typeof(DateTimeOffset) => Time,
        var t when t == typeof(Dictionary<string, long>) => new Dictionary<string, long> { ["d:a:b"] = 1, ["g:x"] = 1L << 40 },
        { IsArray: true } t => Array(t.GetElementType()!, name, full),
        var t when ProtocolResolver.IsRecord(t) => Make(t, full),
        var t => throw new NotSupportedException($"{name} is of type {t}, which no record had before: give it a sample and look at both wires."),
    };

    private static Array Array(Type element, string name, bool full)
    {
        Array items = System.Array.CreateInstance(element, 2);
        items.SetValue(Value(element, name, full), 0);
        items.SetValue(Value(element, name, !full), 1);
        return items;
    }
}
