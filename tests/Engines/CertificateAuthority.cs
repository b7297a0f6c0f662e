using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImOrleans.Engines;

/// <summary>An authority of the tests that signs certificates, and the files that a process reads. Its folder goes with it.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("im-certificates-");
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private int files;

    public CertificateAuthority()
    {
        certificate = Request("CN=ImOrleans tests", key, isAuthority: true).CreateSelfSigned(now - (30 * Day), now + (30 * Day));
        AuthorityFile = Write(certificate.ExportCertificatePem());
    }

    /// <summary>The certificate of the authority, as PEM.</summary>
    public string AuthorityFile { get; }

    /// <summary>A certificate with its key in one PEM file.</summary>
    /// <param name="name">A DNS name.</param>
    /// <param name="expiresIn">Negative for a certificate that has expired.</param>
    public string NewPem(string name = "silo", TimeSpan? expiresIn = null)
    {
        (X509Certificate2 signed, string pem) = Sign(name, expiresIn ?? Day);
        using (signed)
        {
            return Write(pem);
        }
    }

    /// <summary>The same over a file, as a renewal does it.</summary>
    public void Replace(string file, string name = "silo") => File.Copy(NewPem(name), file, overwrite: true);

    /// <summary>A certificate and its key in two PEM files.</summary>
    /// <param name="password">For the key; null for none.</param>
    public (string Certificate, string Key) NewPemPair(string? password = null)
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signed = Sign(own, "silo", Day);
        string pem = password is null
            ? own.ExportPkcs8PrivateKeyPem()
            : own.ExportEncryptedPkcs8PrivateKeyPem(password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));
        return (Write(signed.ExportCertificatePem()), Write(pem));
    }

    public string NewPfx(string? password = null, bool withKey = true)
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signed = Sign(own, "silo", Day);
        using X509Certificate2 complete = signed.CopyWithPrivateKey(own);
        string file = NewPath();
        File.WriteAllBytes(file, (withKey ? complete : signed).Export(X509ContentType.Pfx, password));
        return file;
    }

    /// <summary>A certificate for code that takes no file.</summary>
    public X509Certificate2 New(TimeSpan? expiresIn = null)
    {
        (X509Certificate2 signed, string pem) = Sign("silo", expiresIn ?? Day);
        signed.Dispose();
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    /// <summary>A file with this text, for example a password.</summary>
    public string Write(string text)
    {
        string file = NewPath();
        File.WriteAllText(file, text);
        return file;
    }

    public string NewPath() => Path.Combine(folder.FullName, $"{Interlocked.Increment(ref files)}");

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
        folder.Delete(recursive: true);
    }

    private (X509Certificate2 Certificate, string Pem) Sign(string name, TimeSpan expiresIn)
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 signed = Sign(own, name, expiresIn);
        return (signed, $"{signed.ExportCertificatePem()}\n{own.ExportPkcs8PrivateKeyPem()}\n");
    }

    private X509Certificate2 Sign(ECDsa own, string name, TimeSpan expiresIn)
    {
        CertificateRequest request = Request($"CN={name}", own, isAuthority: false);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(ServerPurpose), new(ClientPurpose)], critical: false));
        return request.Create(certificate, now - (2 * Day), now + expiresIn, RandomNumberGenerator.GetBytes(8));
    }

    private static CertificateRequest Request(string subject, ECDsa key, bool isAuthority)
    {
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        return request;
    }
}
