namespace ImOrleans.Grains.Conversations.Log;

/// <summary>Which entries to read.</summary>
/// <param name="After">Exclusive lower bound, 0 for the beginning.</param>
/// <param name="Before">Exclusive upper bound, <see cref="long.MaxValue"/> for none.</param>
/// <param name="Limit">1-1,000.</param>
/// <param name="Newest">When the range holds more than the limit: its newest entries instead of its oldest.</param>
public sealed record LogRange(long After, long Before, int Limit, bool Newest);
