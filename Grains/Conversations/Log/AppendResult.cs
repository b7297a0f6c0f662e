namespace ImOrleans.Grains.Conversations.Log;

/// <summary>The outcome of an append.</summary>
/// <param name="Head">The newest seq of the conversation after the call.</param>
/// <param name="Receipts">One for each entry in their order; null when the expected head was wrong and nothing was stored.</param>
public sealed record AppendResult(long Head, IReadOnlyList<AppendReceipt>? Receipts);

/// <summary>Where an entry is stored.</summary>
/// <param name="Duplicate">An earlier append had stored it; all values are those of the first.</param>
public sealed record AppendReceipt(long Seq, long Ordinal, string MessageId, long SentAt, bool Duplicate);
