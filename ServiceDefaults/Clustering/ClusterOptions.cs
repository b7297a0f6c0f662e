using System.ComponentModel.DataAnnotations;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Clustering;

/// <summary>How silos find each other and how gateways find silos. Section <c>Im:Cluster</c>.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Im:Cluster";
    public const string ProviderSetting = $"{Section}:{nameof(Provider)}";
    public const string Localhost = "localhost";

    /// <summary>Where membership is kept, the same on silos and gateways. <c>localhost</c>: one silo, and gateways on its machine.</summary>
    [Required]
    public string Provider { get; init; } = Localhost;

    /// <summary>For other silos. Bound to loopback.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; init; } = 11_111;

    /// <summary>For gateways in processes of their own. Bound to loopback.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>How long a silo waits for the answer to a probe. Three unanswered probes declare the other silo dead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Clustering takes its settings while services are still being registered, before the options are validated.</summary>
    /// <exception cref="StartupException">A setting is out of range.</exception>
    public static ClusterOptions Read(IConfiguration configuration)
    {
        ClusterOptions options = configuration.GetSection(Section).Get<ClusterOptions>() ?? new();
        ValidateOptionsResult result = new SettingsRules<ClusterOptions>(Section, configuration: null).Validate(null, options);
        return result.Failed ? throw new StartupException(string.Join(Environment.NewLine, result.Failures)) : options;
    }
}
