using System.ComponentModel.DataAnnotations;
using ImOrleans.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>
/// Mutual TLS between silos, and from gateways to silos, on all processes of a cluster or on none. Section <c>Im:Cluster:Tls</c>.
/// </summary>
internal sealed class ClusterTlsOptions : IValidatableObject
{
    public const string Section = "Im:Cluster:Tls";
    public const string CertificateSetting = $"{Section}:{nameof(Certificate)}";
    public const string KeySetting = $"{Section}:{nameof(Key)}";
    public const string PasswordSetting = $"{Section}:{nameof(PasswordFile)}";
    public const string AuthoritySetting = $"{Section}:{nameof(Authority)}";

    /// <summary>
    /// The file with the certificate of this process, as PFX or PEM. Further certificates in it are the intermediate ones. Empty: no TLS.
    /// </summary>
    public string Certificate { get; init; } = "";

    /// <summary>The PEM file with the private key. Empty: it is in the file of the certificate.</summary>
    public string Key { get; init; } = "";

    /// <summary>A file with the password of the PFX file or of the key. Empty: they have none.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>
    /// The PEM file with the certificates of the authorities of the cluster. If neither of them has signed the certificate of a process,
    /// that process can neither join nor call.
    /// </summary>
    public string Authority { get; init; } = "";

    /// <summary>
    /// The DNS name that the certificates of all processes of the cluster have. Empty: any name. Set it if the authority signs certificates
    /// for others too.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>How long a handshake takes at most.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From this time before the certificate expires, the log has a warning every day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan ExpiryWarning { get; init; } = TimeSpan.FromDays(14);

    internal bool IsOn => Certificate.Length > 0;

    /// <summary>Whether there is TLS decides what is registered, before the options are validated.</summary>
    /// <exception cref="Startup.StartupException">A setting is missing or out of range.</exception>
    public static ClusterTlsOptions Read(IConfiguration configuration) => configuration.ReadSettings<ClusterTlsOptions>(Section);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] others =
        [
            .. new[] { (nameof(Key), Key), (nameof(PasswordFile), PasswordFile), (nameof(Authority), Authority), (nameof(Name), Name) }
                .Where(static setting => setting.Item2.Length > 0).Select(static setting => setting.Item1),
        ];
        if (!IsOn && others.Length > 0)
        {
            yield return new(
                $"{nameof(Certificate)} is empty, but {string.Join(" and ", others)} {(others.Length > 1 ? "are" : "is")} set: "
                + $"set {nameof(Certificate)} too.");
        }

        if (IsOn && Authority.Length == 0)
        {
            yield return new(
                $"{nameof(Authority)} is empty; it must be the file of the authority that signs the certificates of the cluster.");
        }
    }
}
