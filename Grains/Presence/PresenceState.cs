namespace ImOrleans.Grains.Presence;

/// <summary>The stored state of a user's presence.</summary>
[GenerateSerializer, Alias("im.presence-state")]
internal sealed class PresenceState
{
    /// <summary>Null for a user who was never connected.</summary>
    [Id(0)]
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>Null while the user has chosen none.</summary>
    [Id(1)]
    public string? VisibleTo { get; set; }

    /// <summary>Whether the user's devices may not know of the newest choices. Stored with them, and resumed at activation.</summary>
    [Id(2)]
    public bool Unreported { get; set; }

    /// <summary>Null while the user has chosen nothing.</summary>
    [Id(3)]
    public string? Receipts { get; set; }

    /// <summary>The account was deleted. Only this mark stays of the presence, for ever.</summary>
    [Id(4)]
    public bool IsClosed { get; set; }
}
