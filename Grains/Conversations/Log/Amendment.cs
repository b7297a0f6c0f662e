namespace ImOrleans.Grains.Conversations.Log;

/// <summary>A change of an earlier entry by an append.</summary>
/// <param name="By">The index of the causing entry in the same append. Its seq becomes the overlay's.</param>
/// <param name="Target">The seq of the entry that is amended.</param>
/// <param name="Overlay">The new complete overlay; opaque to the log. It replaces the one before.</param>
/// <param name="Redacts">The target's body is taken away for ever. Later amendments of the target leave it so.</param>
public sealed record Amendment(int By, long Target, ReadOnlyMemory<byte> Overlay, bool Redacts = false);

/// <summary>An entry with all amendments so far.</summary>
/// <param name="Seq">Of the newest entry that amended it.</param>
/// <param name="Body">Complete; opaque to the log. Empty after a redaction.</param>
/// <param name="RedactedBy">The kind of the entry that took the content away; null while it is there.</param>
public sealed record StoredOverlay(long Seq, ReadOnlyMemory<byte> Body, string? RedactedBy);
