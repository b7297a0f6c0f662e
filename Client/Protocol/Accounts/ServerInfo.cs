namespace ImOrleans.Protocol.Accounts;

/// <summary>Answer of <c>GET /api/server</c>.</summary>
public sealed record ServerInfo
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required int Protocol { get; init; }

    /// <summary>
    /// Further addresses of this server, at most 100: a client moves to the next one when the one in use does not answer. Empty when the
    /// operator named none, and from older servers.
    /// </summary>
    public string[] Addresses { get; init; } = [];

    public required ServerLimits Limits { get; init; }
}
