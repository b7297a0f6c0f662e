using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Devices;

/// <summary>The entries From..To of a conversation, for a device that is behind, with their bodies when they are small.</summary>
[GenerateSerializer, Immutable, Alias("im.device-event")]
public sealed record DeviceEvent
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required long From { get; init; }

    [Id(2)]
    public required long To { get; init; }

    /// <summary>The entries, if they are at most 64 KiB together; otherwise empty, and the device is asked to pull.</summary>
    [Id(3)]
    public required Message[] Messages { get; init; }
}
