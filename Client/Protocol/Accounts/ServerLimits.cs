namespace ImOrleans.Protocol.Accounts;

/// <summary>
/// The limits in force on this server; see <see cref="Limits.ProtocolLimits"/> for what every server of protocol 1 promises.
/// </summary>
public sealed record ServerLimits
{
    public required int MaxDraftsPerSend { get; init; }

    public required int MaxMessageBytes { get; init; }

    public required int MaxSendBytes { get; init; }

    public required int MaxGroupMembers { get; init; }

    public required int MaxHistoryPage { get; init; }

    /// <summary>
    /// Users in one request to add members. An older server leaves out this member and those below; then the limits of protocol 1 hold.
    /// </summary>
    public int? MaxMembersAdded { get; init; }

    /// <summary>Heads in one <c>Sync</c>.</summary>
    public int? MaxSyncHeads { get; init; }

    /// <summary>Positions in one <c>Delivered</c>.</summary>
    public int? MaxPositions { get; init; }

    /// <summary>People whose presence one connection watches, and one request asks for.</summary>
    public int? MaxWatched { get; init; }
}
