namespace ImOrleans.Grains.Conversations;

/// <summary>An entry of a conversation, as far as an index needs it.</summary>
/// <param name="At">Milliseconds since 1970.</param>
internal readonly record struct Place(long Seq, long Ordinal, long At);
