namespace ImOrleans.Grains.Users;

/// <summary>How far a conversation need not care for a member any more.</summary>
/// <param name="Settled">Up to here each device of the member has the entries, or its own lane has taken them over.</param>
/// <param name="Pause">For so long the member is not to be told of anything again: its devices are told, and do not answer.</param>
[GenerateSerializer, Immutable, Alias("im.posted-answer")]
public sealed record PostedAnswer([property: Id(0)] long Settled, [property: Id(1)] TimeSpan Pause);
