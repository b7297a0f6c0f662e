using System.Reflection;

namespace ImOrleans.Grains.Delivery;

/// <summary>
/// A payload on its way. Within a process it is the object itself, and nothing is serialized. Between processes it is the name of its kind and its
/// bytes, which are made once however many gateways it goes to. A kind that the receiver does not know arrives without an object.
/// </summary>
[Immutable]
public sealed class Parcel
{
    private readonly object gate;
    private string? kind;
    private byte[]? bytes;

    public Parcel(Payload payload) => gate = Payload = payload;

    internal Parcel(string kind, byte[] bytes, Payload? payload) => (this.kind, this.bytes, Payload, gate) = (kind, bytes, payload, bytes);

    /// <summary>The alias of the payload's type. Only the wire needs it: it is looked up there.</summary>
    public string Kind => kind ??= KindOf(Payload!.GetType());

    /// <summary>Null when this process does not know the kind.</summary>
    public Payload? Payload { get; }

    /// <summary>Several connections to gateways may ask at once: the first one serializes, the others wait for it.</summary>
    internal byte[] Bytes(Func<Payload, byte[]> serialize)
    {
        lock (gate)
        {
            return bytes ??= serialize(Payload!);
        }
    }

    private static string KindOf(Type type) => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias
        ?? throw new InvalidOperationException($"{type} has no alias, which names the kind of a payload on the wire.");
}
