using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Devices;

/// <summary>What a device that is behind should get: entries From..To of a conversation, with their bodies when they are small.</summary>
[GenerateSerializer, Immutable, Alias("im.device-event")]
public sealed record DeviceEvent
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required long From { get; init; }

    [Id(2)]
    public required long To { get; init; }

    /// <summary>The entries themselves, when together at most 64 KiB; otherwise empty, and the device is told to pull.</summary>
    [Id(3)]
    public required Message[] Messages { get; init; }
}
