using System.ComponentModel.DataAnnotations;
using System.Net;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>How silos find each other and how gateways find silos. Section <c>Im:Cluster</c>.</summary>
internal sealed class ClusterOptions : IValidatableObject
{
    public const string Section = "Im:Cluster";
    public const string ProviderSetting = $"{Section}:{nameof(Provider)}";
    public const string Localhost = "localhost";
    public const string Redis = "redis";
    public const string Postgres = "postgres";
    public const string Azure = "azure";
    public const string IdSetting = $"{Section}:{nameof(Id)}";
    public const string KubernetesSetting = $"{Section}:{nameof(Kubernetes)}";
    public const string PodAddressVariable = "POD_IP";

    /// <summary>
    /// Where membership is kept, the same on silos and gateways. <c>localhost</c>: one silo, and gateways on its machine. <c>redis</c>,
    /// with <c>Im:Redis</c>, <c>postgres</c>, with <c>Im:Postgres</c>, and <c>azure</c>, with <c>Im:Azure</c>: any number of both.
    /// </summary>
    [Required]
    public string Provider { get; init; } = Localhost;

    /// <summary>
    /// The id of the cluster, the same on all silos. Empty: a random one, which the first silo leaves with the membership, and for
    /// <c>localhost</c> in its data folder. Shared stores keep it, and refuse the silos of another cluster. Choose one if the place of the
    /// membership is emptied by a restart; then give each cluster another one.
    /// </summary>
    [MaxLength(64)]
    public string Id { get; init; } = "";

    /// <summary>The IP address at which other processes of the cluster reach this silo.</summary>
    [Required]
    public string Address { get; init; } = IPAddress.Loopback.ToString();

    /// <summary>
    /// The IP address that the ports of the silo listen on, where it differs from <see cref="Address"/>, for example <c>0.0.0.0</c> in a
    /// container.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>
    /// The silo is in a pod of Kubernetes: its address is that of the pod, and a silo whose pod was deleted is dead at once. Gateways
    /// need no such setting.
    /// </summary>
    public bool Kubernetes { get; init; }

    /// <summary>For other silos.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; init; } = 11_111;

    /// <summary>For gateways in processes of their own.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>How long a silo waits for the answer to a probe.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So many unanswered probes in a row declare the other silo dead.</summary>
    [Range(1, 20)]
    public int MissedProbes { get; init; } = 3;

    /// <summary>
    /// Silos that have to miss the answers of another one before it is dead. One is the quickest; a silo that is wrong about it costs the
    /// other a restart, and no entry, because the log takes each number once.
    /// </summary>
    [Range(1, 10)]
    public int DeathVotes { get; init; } = 1;

    /// <summary>How often silos and gateways read the membership even when nothing changed it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RefreshPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a call to a grain waits for its answer; calls that take less name a shorter time of their own. A call to a silo that has
    /// just
    /// died waits as long, and is then refused as one that can be repeated.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(15);

    internal IPAddress AdvertisedAddress => Kubernetes && PodAddress is { } pod ? pod : IPAddress.Parse(Address);

    internal IPAddress ListenAddress => string.IsNullOrEmpty(Listen) ? AdvertisedAddress : IPAddress.Parse(Listen);

    internal bool IsShared => !Uses(Localhost);

    /// <summary>Null outside a pod, and if its description does not pass the address on.</summary>
    internal static IPAddress? PodAddress =>
        IPAddress.TryParse(Environment.GetEnvironmentVariable(PodAddressVariable), out IPAddress? address) ? address : null;

    /// <summary>Clustering takes its settings while services are still being registered, before the options are validated.</summary>
    /// <exception cref="StartupException">A setting is out of range.</exception>
    public static ClusterOptions Read(IConfiguration configuration) => configuration.ReadSettings<ClusterOptions>(Section);

    internal bool Uses(string provider) => string.Equals(Provider, provider, StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out IPAddress? address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            yield return new ValidationResult(
                $"{nameof(Address)} is '{Address}'; it must be an IP address at which this silo can be reached.");
        }

        if (!string.IsNullOrEmpty(Listen) && !IPAddress.TryParse(Listen, out _))
        {
            yield return new ValidationResult($"{nameof(Listen)} is '{Listen}'; it must be an IP address.");
        }

        if (Kubernetes && !IsShared)
        {
            yield return new ValidationResult(
                $"{nameof(Kubernetes)} is true, and {nameof(Provider)} is {Localhost}; "
                + $"silos in pods need another provider, for example {Redis}.");
        }

        if (!IsShared && address is not null && !IPAddress.IsLoopback(address))
        {
            yield return new ValidationResult(
                $"{nameof(Address)} is {Address}, and {nameof(Provider)} is {Localhost}; "
                + $"a silo that others reach needs another provider, for example {Redis}.");
        }
    }
}
