namespace ImOrleans.Grains.Users;

/// <summary>The part of a conversation that a user grain has taken over for its member.</summary>
/// <param name="Settled">Up to here each device of the member has the entries, or its own lane has taken them over.</param>
/// <param name="Pause">The time for which the conversation does not notify this member: its devices are notified and do not answer.</param>
[GenerateSerializer, Immutable, Alias("im.posted-answer")]
public sealed record PostedAnswer([property: Id(0)] long Settled, [property: Id(1)] TimeSpan Pause);
