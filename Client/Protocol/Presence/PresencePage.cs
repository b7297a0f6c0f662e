namespace ImOrleans.Protocol.Presence;

/// <summary>Answer of <c>GET /api/presence</c>.</summary>
public sealed record PresencePage
{
    /// <summary>In the order in which they were asked for.</summary>
    public required UserPresence[] Items { get; init; }
}
