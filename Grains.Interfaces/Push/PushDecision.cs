namespace ImOrleans.Grains.Push;

/// <summary>One decision about one notification of one device, without its text.</summary>
[GenerateSerializer, Immutable, Alias("im.push-decision")]
public sealed record PushDecision
{
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    [Id(1)]
    public required string DeviceId { get; init; }

    [Id(2)]
    public required string ConversationId { get; init; }

    /// <summary>The newest entry that it was about.</summary>
    [Id(3)]
    public required long Seq { get; init; }

    /// <summary>Of the notification; empty when none was made.</summary>
    [Id(4)]
    public string Id { get; init; } = "";

    /// <summary>Empty when the device has no token any more.</summary>
    [Id(5)]
    public string Provider { get; init; } = "";

    /// <summary>
    /// <c>accepted</c>, <c>suppressed</c>, <c>later</c>, <c>refused</c>, <c>token-ended</c>, <c>dropped</c> or <c>opened</c>.
    /// </summary>
    [Id(6)]
    public required string Outcome { get; init; }

    /// <summary>The rule that suppressed it, or the word of the provider; at most 100 characters.</summary>
    [Id(7)]
    public string Reason { get; init; } = "";
}
