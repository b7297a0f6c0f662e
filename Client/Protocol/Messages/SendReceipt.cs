using Orleans;

namespace ImOrleans.Protocol.Messages;

/// <summary>The acknowledgement of one draft: it is stored, with this number.</summary>
[GenerateSerializer, Immutable, Alias("im.send-receipt")]
public sealed record SendReceipt
{
    [Id(0)]
    public required string ConversationId { get; init; }

    [Id(1)]
    public required string ClientMessageId { get; init; }

    [Id(2)]
    public required long Seq { get; init; }

    [Id(3)]
    public required string MessageId { get; init; }

    [Id(4)]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>True when an earlier send had stored it; seq, messageId and sentAt are those of the first.</summary>
    [Id(5)]
    public required bool Duplicate { get; init; }
}
