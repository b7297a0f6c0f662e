namespace ImOrleans.Silo.Hosting;

/// <summary>The Orleans dashboard. Section <c>Im:Dashboard</c>.</summary>
internal sealed class DashboardOptions
{
    public const string Section = "Im:Dashboard";

    /// <summary>
    /// The same on all silos. Absent: only when <c>Im:Admin:Username</c> is set, as in earlier versions. The dashboard costs also while it
    /// is not open: each grain call passes one more filter.
    /// </summary>
    public bool? Enabled { get; init; }
}
