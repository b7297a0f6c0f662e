namespace ImOrleans.Grains.Presence;

/// <summary>The conversations that hold, or held since the question before, a lease of a user's routes.</summary>
/// <param name="Mark">Goes into the next question.</param>
/// <param name="IsComplete">False when other conversations may hold one too: the owner began again, or knew more than it can remember.</param>
[GenerateSerializer, Immutable, Alias("im.lease-holders")]
public sealed record LeaseHolders([property: Id(0)] string[] ConversationIds, [property: Id(1)] long Mark, [property: Id(2)] bool IsComplete);
