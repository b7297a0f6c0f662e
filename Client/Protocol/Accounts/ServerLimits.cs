namespace ImOrleans.Protocol.Accounts;

/// <summary>The limits in force on this server.</summary>
public sealed record ServerLimits
{
    public required int MaxDraftsPerSend { get; init; }

    public required int MaxMessageBytes { get; init; }

    public required int MaxSendBytes { get; init; }

    public required int MaxGroupMembers { get; init; }

    public required int MaxHistoryPage { get; init; }
}
