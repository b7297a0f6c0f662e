using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>The certificate with which this process proves that it belongs to the cluster, and the authorities that it trusts.</summary>
/// <param name="Own">With its private key.</param>
/// <param name="Shown">The same with the intermediate certificates, as TLS sends them.</param>
/// <param name="Authorities">Certificates of processes are signed by one of these.</param>
internal sealed record ClusterIdentity(X509Certificate2 Own, SslStreamCertificateContext Shown, X509Certificate2Collection Authorities)
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    public DateTime ExpiresAt => Own.NotAfter.ToUniversalTime();

    /// <summary>Reads the files of the settings and checks the certificate as other processes will.</summary>
    /// <exception cref="StartupException">A file cannot be used, or the others would refuse the certificate.</exception>
    public static ClusterIdentity Load(ClusterTlsOptions settings, TimeProvider time)
    {
        X509Certificate2Collection chain = CertificateFile.Load(settings);
        X509Certificate2Collection authorities = CertificateFile.LoadAuthorities(settings);
        X509Certificate2 own = chain[0];
        if (Reject(own, [.. chain.Skip(1)], authorities, settings.Name, time) is { } reason)
        {
            throw new StartupException(
                $"{ClusterTlsOptions.CertificateSetting} is '{settings.Certificate}', which the other processes would refuse: {reason} "
                + $"Replace it, or correct {ClusterTlsOptions.AuthoritySetting}.");
        }

        return new(own, SslStreamCertificateContext.Create(own, [.. chain.Skip(1)], offline: true), authorities);
    }

    /// <summary>How TLS judges the certificate of another process. TLS adds the purpose: of a server, or of a client.</summary>
    public X509ChainPolicy Policy() => Policy(Authorities);

    /// <returns>Why the certificate does not have the name that the settings ask for; null if it has.</returns>
    public static string? RejectName(X509Certificate2 certificate, string name) => name.Length == 0 || certificate.MatchesHostname(name)
        ? null
        : $"it is not for the name '{name}'.";

    /// <returns>One sentence; null when the certificate is good.</returns>
    private static string? Reject(
        X509Certificate2 certificate,
        X509Certificate2Collection sent,
        X509Certificate2Collection authorities,
        string name,
        TimeProvider time)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        if (certificate.NotAfter.ToUniversalTime() < now)
        {
            return $"it expired on {certificate.NotAfter.ToUniversalTime():u}.";
        }

        if (certificate.NotBefore.ToUniversalTime() > now)
        {
            return $"it is valid only from {certificate.NotBefore.ToUniversalTime():u}.";
        }

        // A silo is both: others call it, and it calls others.
        foreach (string purpose in (string[])[ForServers, ForClients])
        {
            using X509Chain chain = new() { ChainPolicy = Policy(authorities) };
            chain.ChainPolicy.ExtraStore.AddRange(sent);
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
            if (!chain.Build(certificate))
            {
                return Describe(chain);
            }
        }

        return RejectName(certificate, name);
    }

    /// <summary>The faults of a chain, as the system names them.</summary>
    public static string Describe(X509Chain? chain) => chain is { ChainStatus: [_, ..] faults }
        ? string.Join(
            ' ', faults.Select(static fault => $"{fault.Status}: {fault.StatusInformation.ReplaceLineEndings(" ").Trim()}").Distinct())
        : "it has no chain of signatures.";

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(authorities);
        return policy;
    }
}
