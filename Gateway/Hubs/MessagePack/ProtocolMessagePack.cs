using MessagePack;

namespace ImOrleans.Gateway.Hubs.MessagePack;

/// <summary>MessagePack on the hub: the same maps with the same names as in JSON. Clients and tools in .NET use these options too.</summary>
public static class ProtocolMessagePack
{
    public static MessagePackSerializerOptions Options { get; } =
        MessagePackSerializerOptions.Standard.WithResolver(new ProtocolResolver()).WithSecurity(MessagePackSecurity.UntrustedData);
}
