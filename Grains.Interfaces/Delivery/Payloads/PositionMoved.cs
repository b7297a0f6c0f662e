namespace ImOrleans.Grains.Delivery.Payloads;

/// <summary>A member's read or delivered position moved.</summary>
[GenerateSerializer, Immutable, Alias("im.position-moved")]
public sealed record PositionMoved : Payload
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

    /// <summary>The connection that moved it and gets no copy.</summary>
    [Id(4)]
    public string? Origin { get; init; }

    public override Repair Repair => default;
}
