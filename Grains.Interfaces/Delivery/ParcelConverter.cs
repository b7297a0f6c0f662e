using System.Buffers;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace ImOrleans.Grains.Delivery;

/// <summary>A parcel between processes.</summary>
[GenerateSerializer, Alias("im.parcel")]
internal struct ParcelSurrogate
{
    [Id(0)]
    public string Kind;

    [Id(1)]
    public byte[] Bytes;
}

/// <summary>Turns parcels into kind name and bytes, and back. Kinds are found by the aliases that Orleans has collected: there is no list to keep.</summary>
[RegisterConverter]
internal sealed class ParcelConverter(ObjectSerializer serializer, IOptions<TypeManifestOptions> manifest) : IConverter<Parcel, ParcelSurrogate>
{
    public ParcelSurrogate ConvertToSurrogate(in Parcel value) => new() { Kind = value.Kind, Bytes = value.Bytes(Serialize) };

    public Parcel ConvertFromSurrogate(in ParcelSurrogate surrogate)
    {
        bool known = manifest.Value.WellKnownTypeAliases.TryGetValue(surrogate.Kind, out Type? type) && type.IsAssignableTo(typeof(Payload));
        return new Parcel(surrogate.Kind, surrogate.Bytes, known ? (Payload?)serializer.Deserialize(surrogate.Bytes, type!) : null);
    }

    private byte[] Serialize(Payload payload)
    {
        ArrayBufferWriter<byte> bytes = new();
        serializer.Serialize(payload, bytes, payload.GetType());
        return bytes.WrittenSpan.ToArray();
    }
}
