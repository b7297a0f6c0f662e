using ImOrleans.Grains.Presence;

namespace ImOrleans.Gateway.Delivery;

/// <summary>What was reported of a user. Not synchronized: <see cref="ConnectionReports"/> is.</summary>
internal sealed class ReportedUser
{
    /// <summary>By the last call, whose outcome may be unknown.</summary>
    public ConnectedDevice[] Reported { get; set; } = [];

    /// <summary>The stamp at which the user came; 0 when that is not reported yet.</summary>
    public long Since { get; set; }

    /// <summary>Completes with the next call; null when nobody waits for it.</summary>
    public TaskCompletionSource<bool>? Asked { get; set; }

    /// <summary>It is not known whether the report arrived.</summary>
    public bool Unsure { get; set; }

    public bool Calling { get; set; }

    /// <summary>A call was made in this turn of calls: the next one waits for the pump, unless somebody asks for it.</summary>
    public bool Waits { get; set; }
}
