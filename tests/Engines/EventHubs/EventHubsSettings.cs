namespace ImOrleans.Engines.EventHubs;

/// <summary>The settings of a test broker. It has one namespace with one hub.</summary>
public sealed record EventHubsSettings
{
    public string Hub { get; init; } = "im";

    public int Partitions { get; init; } = 4;

    /// <summary>Beside <c>$Default</c>, which every hub has.</summary>
    public string[] ConsumerGroups { get; init; } = [];

    public string KeyName { get; init; } = "im";

    public string Key { get; init; } = "a key of the tests";

    /// <summary>Stays the same over a restart. 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The limit of the real service.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>Events of a partition that are kept at least; the oldest ones expire.</summary>
    public int Retention { get; init; } = 100_000;

    /// <summary>Where the log is kept. Without a folder it is in memory, and survives <see cref="EventHubsBroker.Kill"/> only.</summary>
    public string? Folder { get; init; }
}
