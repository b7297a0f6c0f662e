using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImOrleans.ServiceDefaults.Startup;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>Reads certificates from files. If a file cannot be used, the exception names its setting in one sentence.</summary>
internal static class CertificateFile
{
    private const string PemStart = "-----BEGIN ";

    /// <summary>The first certificate of the answer has the private key. The others are the intermediate ones.</summary>
    /// <exception cref="StartupException">A file is missing, or has no certificate with a key that this password opens.</exception>
    public static X509Certificate2Collection Load(ClusterTlsOptions settings)
    {
        byte[] content = Read(ClusterTlsOptions.CertificateSetting, settings.Certificate);
        string? password = settings.PasswordFile.Length == 0
            ? null
            : Encoding.UTF8.GetString(Read(ClusterTlsOptions.PasswordSetting, settings.PasswordFile)).TrimEnd('\r', '\n');
        try
        {
            return IsPem(content)
                ? LoadPem(settings, Encoding.UTF8.GetString(content), password)
                : LoadPfx(settings.Certificate, content, password);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new StartupException(
                $"{ClusterTlsOptions.CertificateSetting} is '{settings.Certificate}', which cannot be opened: "
                + $"{failure.Message.ReplaceLineEndings(" ")} "
                + $"Correct it, {ClusterTlsOptions.KeySetting} or {ClusterTlsOptions.PasswordSetting}.",
                failure);
        }
    }

    /// <exception cref="StartupException">The file is missing or has no certificate.</exception>
    public static X509Certificate2Collection LoadAuthorities(ClusterTlsOptions settings)
    {
        byte[] content = Read(ClusterTlsOptions.AuthoritySetting, settings.Authority);
        X509Certificate2Collection authorities = [];
        try
        {
            if (IsPem(content))
            {
                authorities.ImportFromPem(Encoding.UTF8.GetString(content));
            }
            else
            {
                authorities.Add(X509CertificateLoader.LoadCertificate(content));
            }
        }
        catch (CryptographicException failure)
        {
            throw new StartupException(
                $"{ClusterTlsOptions.AuthoritySetting} is '{settings.Authority}', which is no certificate: "
                + failure.Message.ReplaceLineEndings(" "),
                failure);
        }

        return authorities.Count > 0
            ? authorities
            : throw new StartupException($"{ClusterTlsOptions.AuthoritySetting} is '{settings.Authority}', which has no certificate.");
    }

    /// <exception cref="StartupException">The file cannot be read.</exception>
    private static byte[] Read(string setting, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{setting} is '{path}', which cannot be read: {failure.Message}", failure);
        }
    }

    private static bool IsPem(byte[] content) => content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(PemStart)) >= 0;

    private static X509Certificate2Collection LoadPem(ClusterTlsOptions settings, string certificates, string? password)
    {
        string key = settings.Key.Length == 0
            ? certificates
            : Encoding.UTF8.GetString(Read(ClusterTlsOptions.KeySetting, settings.Key));
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw settings.Key.Length == 0
                ? NoKey(
                    ClusterTlsOptions.CertificateSetting,
                    settings.Certificate,
                    $": set {ClusterTlsOptions.KeySetting} to the file of the key")
                : NoKey(ClusterTlsOptions.KeySetting, settings.Key, "");
        }

        X509Certificate2 own = password is null
            ? X509Certificate2.CreateFromPem(certificates, key)
            : X509Certificate2.CreateFromEncryptedPem(certificates, key, password);
        X509Certificate2Collection all = [];
        all.ImportFromPem(certificates);
        return [Usable(own), .. all.Skip(1)];
    }

    private static X509Certificate2Collection LoadPfx(string path, byte[] content, string? password)
    {
        X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12Collection(content, password);
        X509Certificate2 own = all.FirstOrDefault(static certificate => certificate.HasPrivateKey)
            ?? throw NoKey(ClusterTlsOptions.CertificateSetting, path, ": export the certificate together with its key");
        return [own, .. all.Where(certificate => certificate != own)];
    }

    /// <summary>On Windows, TLS takes no key that was read from PEM until it was written once.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null)
        : certificate;

    private static StartupException NoKey(string setting, string path, string advice) =>
        new($"{setting} is '{path}', which has no private key{advice}.");
}
