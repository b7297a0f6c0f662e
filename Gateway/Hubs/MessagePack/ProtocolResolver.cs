using System.Collections.Concurrent;
using ImOrleans.Protocol.Messages;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace ImOrleans.Gateway.Hubs.MessagePack;

/// <summary>
/// Finds out how a type is written. Names live here and not in attributes, so that the public records need no MessagePack. Types that are
/// neither records of the protocol nor plain values are refused: a client can never choose the type that is created.
/// </summary>
internal sealed class ProtocolResolver : IFormatterResolver
{
    private readonly ConcurrentDictionary<Type, IMessagePackFormatter?> formatters = new()
    {
        [typeof(DateTimeOffset)] = IsoTimeFormatter.Instance,
        [typeof(DateTimeOffset?)] = new StaticNullableFormatter<DateTimeOffset>(IsoTimeFormatter.Instance),

        // SignalR's client reads the nothing that a call without a result answers as an object.
        [typeof(object)] = PrimitiveObjectResolver.Instance.GetFormatter<object>(),
    };

    public static bool IsRecord(Type type) =>
        type.Assembly == typeof(Message).Assembly && type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is not null;

    public IMessagePackFormatter<T>? GetFormatter<T>() => (IMessagePackFormatter<T>?)formatters.GetOrAdd(typeof(T), Create<T>);

    private static IMessagePackFormatter? Create<T>(Type type) =>
        IsRecord(type)
            ? (IMessagePackFormatter?)Activator.CreateInstance(typeof(RecordFormatter<>).MakeGenericType(type))
            : BuiltinResolver.Instance.GetFormatter<T>() ?? DynamicGenericResolver.Instance.GetFormatter<T>();
}
