namespace ImOrleans.Protocol.Presence;

/// <summary>Body and answer of <c>/api/presence/privacy</c>.</summary>
public sealed record PresencePrivacy
{
    /// <summary>One of <see cref="PresenceVisibility"/>. Absent in a request: the server's default. In an answer: what holds.</summary>
    public string? VisibleTo { get; init; }
}
