namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Where a conversation stands. <paramref name="ConversationNo"/> is 0 until its first entry is stored.</summary>
internal readonly record struct LogHead(long ConversationNo, long Seq, long Ordinal);
