namespace ImOrleans.Silo.Hosting;

/// <summary>The Orleans dashboard. Section <c>Im:Dashboard</c>.</summary>
internal sealed class DashboardOptions
{
    public const string Section = "Im:Dashboard";

    /// <summary>
    /// The same on all silos. Absent: when <c>Im:Admin:Username</c> names somebody who could look. It costs while nobody does, too: each grain call
    /// passes one more filter.
    /// </summary>
    public bool? Enabled { get; init; }
}
