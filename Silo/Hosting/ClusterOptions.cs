using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Silo.Hosting;

/// <summary>How silos find each other and are found. Section <c>Im:Cluster</c>.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Im:Cluster";

    /// <summary>For other silos. Bound to loopback.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; init; } = 11_111;

    /// <summary>For gateways in processes of their own. Bound to loopback.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>How long a silo that does not answer is waited for before the next question; three unanswered ones declare it dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
