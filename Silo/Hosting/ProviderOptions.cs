namespace ImOrleans.Silo.Hosting;

/// <summary>Which store or broker serves each concern. The file of a concern lists its values. Section <c>Im:Providers</c>.</summary>
internal sealed class ProviderOptions
{
    public const string Section = "Im:Providers";
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string Azure = "azure";
    public const string LongPoll = "long-poll";
    public const string EventHubs = "eventhubs";
    public const string Memory = "memory";
    public const string Redis = "redis";

    /// <summary>The entries of conversations, <c>sqlite</c>, <c>postgres</c> or <c>azure</c>: <c>MessageLogHosting.cs</c>.</summary>
    public string MessageLog { get; init; } = Sqlite;

    /// <summary>Finding people, <c>sqlite</c>, <c>postgres</c> or <c>azure</c>: <c>DirectoryHosting.cs</c>.</summary>
    public string Directory { get; init; } = Sqlite;

    /// <summary>The state of grains, <c>sqlite</c>, <c>postgres</c> or <c>azure</c>: <c>GrainStorageHosting.cs</c>.</summary>
    public string GrainStorage { get; init; } = Sqlite;

    /// <summary>Reminders of grains, <c>sqlite</c>, <c>postgres</c> or <c>azure</c>: <c>RemindersHosting.cs</c>.</summary>
    public string Reminders { get; init; } = Sqlite;

    /// <summary>Which silo has a grain: <c>GrainDirectoryHosting.cs</c>.</summary>
    public string GrainDirectory { get; init; } = Memory;

    /// <summary>The streams to devices, <c>long-poll</c> or <c>eventhubs</c>: <c>StreamsHosting.cs</c>.</summary>
    public string Streams { get; init; } = LongPoll;
}
