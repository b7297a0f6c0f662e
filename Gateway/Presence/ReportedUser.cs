namespace ImOrleans.Gateway.Presence;

/// <summary>What was reported of a user. Not synchronized: <see cref="PresenceReports"/> is.</summary>
internal sealed class ReportedUser
{
    public OnlineState Told { get; set; } = OnlineState.Gone;

    /// <summary>Whether the report arrived, or is still remembered, is not known.</summary>
    public bool Unsure { get; set; }

    public bool Calling { get; set; }
}
