namespace ImOrleans.Grains.Conversations.Log;

/// <summary>The answer to a <see cref="LogRange"/>.</summary>
/// <param name="Entries">
/// At most the limit, next to the bound from which the page is read. Fewer do not mean that the range has no more: see the bounds.
/// </param>
/// <param name="From">The first seq that the page covers.</param>
/// <param name="To">
/// The last seq that the page covers, at most the head; below <paramref name="From"/> when it covers nothing. With <see cref="LogRange.AmendedAfter"/>:
/// every change up to this overlay seq is in the page.
/// </param>
public sealed record LogPage(IReadOnlyList<StoredEntry> Entries, long From, long To);
