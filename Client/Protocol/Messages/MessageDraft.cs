using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>An entry that a client asks to store.</summary>
[GenerateSerializer, Immutable, Alias("im.message-draft")]
public sealed record MessageDraft
{
    /// <summary>
    /// 1-64 characters chosen by the client, once per message: a repeated send with the same id is stored once. SDKs use UUIDv7.
    /// </summary>
    [Id(0)]
    public required string ClientMessageId { get; init; }

    [Id(1)]
    public required string Kind { get; init; }

    [Id(2)]
    public required MessageContent Content { get; init; }

    /// <summary>The seq of the entry that this one answers.</summary>
    [Id(3)]
    public long? ReplyTo { get; init; }

    /// <summary>User ids, at most 50.</summary>
    [Id(4)]
    public string[]? Mentions { get; init; }

    /// <summary>For kinds that are about another entry: the seq of that one.</summary>
    [Id(5)]
    public long? Target { get; init; }
}
