namespace ImOrleans.Grains.Conversations;

/// <summary>The entry that a membership change became.</summary>
/// <param name="Seq">Of the notice.</param>
/// <param name="Ordinal">Of the notice; notices do not count as unread, so it is the ordinal of the entry before.</param>
[GenerateSerializer, Immutable, Alias("im.applied-change")]
public sealed record AppliedChange([property: Id(0)] long Seq, [property: Id(1)] long Ordinal);
