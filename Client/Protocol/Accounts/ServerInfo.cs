namespace ImOrleans.Protocol.Accounts;

/// <summary>Answer of <c>GET /api/server</c>.</summary>
public sealed record ServerInfo
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required int Protocol { get; init; }

    public required ServerLimits Limits { get; init; }
}
