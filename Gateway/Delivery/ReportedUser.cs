using ImOrleans.Grains.Presence;
using ImOrleans.Turns;

namespace ImOrleans.Gateway.Delivery;

/// <summary>The last report about a user. Not synchronized: <see cref="ConnectionReports"/> is.</summary>
internal sealed class ReportedUser
{
    /// <param name="report">Makes one report.</param>
    public ReportedUser(Func<ReportedUser, Task> report) => Reporting = new OneInFlight(() => report(this));

    public OneInFlight Reporting { get; }

    /// <summary>By the last call, whose outcome may be unknown.</summary>
    public ConnectedDevice[] Reported { get; set; } = [];

    /// <summary>The stamp at which the user came; 0 when that is not reported yet.</summary>
    public long Since { get; set; }

    /// <summary>A caller waits for the next report.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>The owner did not know the user here, and the connections were not asked to check yet.</summary>
    public bool IsNews { get; set; }

    /// <summary>It is not known whether the last report arrived.</summary>
    public bool IsUnsure { get; set; }
}
