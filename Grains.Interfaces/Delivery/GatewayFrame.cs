using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Delivery;

/// <summary>Something for some of a gateway's connections.</summary>
[GenerateSerializer, Immutable, Alias("im.gateway-frame")]
public abstract record GatewayFrame
{
    /// <summary>All connections of these users.</summary>
    [Id(0)]
    public required string[] UserIds { get; init; }
}

/// <summary>New entries of a conversation.</summary>
[GenerateSerializer, Immutable, Alias("im.messages-frame")]
public sealed record MessagesFrame : GatewayFrame
{
    [Id(0)]
    public required PostedMessages Posted { get; init; }

    /// <summary>For each message the connection that sent it and needs no copy; empty when no connection of this gateway is concerned.</summary>
    [Id(1)]
    public string[] Origins { get; init; } = [];

    /// <summary>Only the connections of this device, when given.</summary>
    [Id(2)]
    public string? DeviceId { get; init; }
}

/// <summary>The users missed something of this conversation: they are told to check their heads. No users: everybody on the gateway.</summary>
[GenerateSerializer, Immutable, Alias("im.behind-frame")]
public sealed record BehindFrame : GatewayFrame
{
    [Id(0)]
    public required string ConversationId { get; init; }

    /// <summary>Only the connections of this device, when given.</summary>
    [Id(1)]
    public string? DeviceId { get; init; }
}

/// <summary>The users' grains begin anew and know nothing of this gateway: it attaches them again, and they look.</summary>
[GenerateSerializer, Immutable, Alias("im.forgotten-frame")]
public sealed record ForgottenFrame : GatewayFrame;

/// <summary>A member's read or delivered position moved.</summary>
[GenerateSerializer, Immutable, Alias("im.position-frame")]
public sealed record PositionFrame : GatewayFrame
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required string MemberId { get; init; }

    [Id(2)]
    public required long Seq { get; init; }

    /// <summary>True for read, false for delivered.</summary>
    [Id(3)]
    public required bool Read { get; init; }

    /// <summary>The connection that said so and needs no copy.</summary>
    [Id(4)]
    public string? Origin { get; init; }
}

/// <summary>A member is typing.</summary>
[GenerateSerializer, Immutable, Alias("im.typing-frame")]
public sealed record TypingFrame : GatewayFrame
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required string MemberId { get; init; }
}

/// <summary>Something changed in the users' own world.</summary>
[GenerateSerializer, Immutable, Alias("im.change-frame")]
public sealed record ChangeFrame : GatewayFrame
{
    [Id(0)]
    public required ConversationChange Change { get; init; }
}

/// <summary>A user's presence changed: for all connections that watch it.</summary>
[GenerateSerializer, Immutable, Alias("im.presence-frame")]
public sealed record PresenceFrame : GatewayFrame
{
    [Id(0)]
    public required string SubjectId { get; init; }

    /// <summary>For everybody; null when not everybody may see it, and the gateway has to ask for whom of its users it is what.</summary>
    [Id(1)]
    public UserPresence? Presence { get; init; }

    /// <summary>Orders it among the answers about the same user.</summary>
    [Id(2)]
    public required long Stamp { get; init; }
}

/// <summary>A session ended: its connections are told and closed, and nothing that was remembered of it holds.</summary>
[GenerateSerializer, Immutable, Alias("im.session-ended-frame")]
public sealed record SessionEndedFrame : GatewayFrame
{
    [Id(0)]
    public required string SessionId { get; init; }

    [Id(1)]
    public required string Reason { get; init; }
}
