namespace ImOrleans.Client.Sqlite;

/// <summary>Where a store is, and how much it keeps.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The file; it is made when it is not there, its folder is not. It holds tokens and messages: put it where only the user can read.</summary>
    public required string Path { get; init; }

    /// <summary>Messages that are kept of each conversation, 200-10,000,000; the oldest go first.</summary>
    public int MaxMessages { get; init; } = 10_000;

    /// <summary>How long to wait for another process that holds the file, 0 to 1 minute; less than a second counts as one.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
