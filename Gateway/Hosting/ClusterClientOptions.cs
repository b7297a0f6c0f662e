using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Gateway.Hosting;

/// <summary>Where a gateway of its own process finds the silos.</summary>
internal sealed class ClusterClientOptions
{
    public const string Section = "Im:Cluster";

    /// <summary>Of a silo on this machine.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; init; } = 30_000;
}
