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
    public static X509Certificate2Collection Load(CertificateSource source)
    {
        byte[] content = Read(source.Setting, source.File);
        try
        {
            return IsPem(content) ? LoadPem(source, Encoding.UTF8.GetString(content)) : LoadPfx(source, content);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new StartupException(
                $"{source.Setting} is '{source.File}', which cannot be opened: {failure.Message.ReplaceLineEndings(" ")} "
                + $"Correct it, {source.KeySetting} or {source.PasswordSetting}.",
                failure);
        }
    }

    /// <exception cref="StartupException">A file is missing, or has no certificate with a key that this password opens.</exception>
    public static X509Certificate2Collection Load(ClusterTlsOptions settings) => Load(new CertificateSource
    {
        Setting = ClusterTlsOptions.CertificateSetting,
        File = settings.Certificate,
        KeySetting = ClusterTlsOptions.KeySetting,
        KeyFile = settings.Key,
        PasswordSetting = ClusterTlsOptions.PasswordSetting,
        Password = settings.PasswordFile.Length == 0
            ? null
            : Encoding.UTF8.GetString(Read(ClusterTlsOptions.PasswordSetting, settings.PasswordFile)).TrimEnd('\r', '\n'),
    });

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

    private static X509Certificate2Collection LoadPem(CertificateSource source, string certificates)
    {
        string key = source.KeyFile.Length == 0 ? certificates : Encoding.UTF8.GetString(Read(source.KeySetting, source.KeyFile));
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw source.KeyFile.Length == 0
                ? NoKey(source.Setting, source.File, $": set {source.KeySetting} to the file of the key")
                : NoKey(source.KeySetting, source.KeyFile, "");
        }

        X509Certificate2 own = source.Password is null
            ? X509Certificate2.CreateFromPem(certificates, key)
            : X509Certificate2.CreateFromEncryptedPem(certificates, key, source.Password);
        X509Certificate2Collection all = [];
        all.ImportFromPem(certificates);
        return [Usable(own), .. all.Skip(1)];
    }

    private static X509Certificate2Collection LoadPfx(CertificateSource source, byte[] content)
    {
        X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12Collection(content, source.Password);
        X509Certificate2 own = all.FirstOrDefault(static certificate => certificate.HasPrivateKey)
            ?? throw NoKey(source.Setting, source.File, ": export the certificate together with its key");
        return [own, .. all.Where(certificate => certificate != own)];
    }

    /// <summary>On Windows, TLS takes no key that was read from PEM until it was written once.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null)
        : certificate;

    private static StartupException NoKey(string setting, string path, string advice) =>
        new($"{setting} is '{path}', which has no private key{advice}.");
}
