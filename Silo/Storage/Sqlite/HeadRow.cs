namespace ImOrleans.Silo.Storage.Sqlite;

/// <summary>Where a conversation stands for its writer. Numbers are 0 until its first entry is stored.</summary>
/// <param name="PreviewSeq">The newest entry that can be a preview.</param>
internal readonly record struct HeadRow(long ConversationNo, long Seq, long Ordinal, long PreviewSeq);
