namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>The head of a conversation, locked by the transaction that reads it.</summary>
/// <param name="PreviewSeq">The newest entry that can be a preview; 0 for none.</param>
/// <param name="SentAt">The time of the newest entry.</param>
internal readonly record struct LogHeadRow(long ConversationNo, long Seq, long Ordinal, long PreviewSeq, long SentAt);

/// <summary>The key of the unique index of entries, as it is stored.</summary>
internal readonly record struct EntryKey(long ConversationNo, string SenderId, string ClientMessageId);
