using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.ServiceDefaults.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Tls;

/// <summary>The files of a certificate: each kind that works, and a sentence for each that does not.</summary>
public sealed class ReadingCertificatesTests : IDisposable
{
    private const string Password = "a word with a space";

    private readonly CertificateAuthority authority = new();

    [Fact]
    public void Pem_and_pfx_are_read_with_and_without_a_password()
    {
        string word = authority.Write($"{Password}\n");
        (string certificate, string key) = authority.NewPemPair();
        (string locked, string lockedKey) = authority.NewPemPair(Password);

        Assert.All(
            new ClusterTlsOptions[]
            {
                new() { Authority = authority.AuthorityFile, Certificate = authority.NewPem() },
                new() { Authority = authority.AuthorityFile, Certificate = authority.NewPfx() },
                new() { Authority = authority.AuthorityFile, Certificate = authority.NewPfx(Password), PasswordFile = word },
                new() { Authority = authority.AuthorityFile, Certificate = certificate, Key = key },
                new() { Authority = authority.AuthorityFile, Certificate = locked, Key = lockedKey, PasswordFile = word },
                new() { Authority = authority.AuthorityFile, Certificate = authority.NewPem("im"), Name = "im" },
            },
            settings => Assert.True(Load(settings).Own.HasPrivateKey));
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        string missing = authority.NewPath();
        Assert.Contains($"Im:Cluster:Tls:Certificate is '{missing}', which cannot be read", Refusal(missing), StringComparison.Ordinal);
        string authorityMissing = Refusal(authority.NewPem(), of: missing);
        Assert.Contains($"Im:Cluster:Tls:Authority is '{missing}', which cannot be read", authorityMissing, StringComparison.Ordinal);
        string keyMissing = Refusal(authority.NewPemPair().Certificate, key: missing);
        Assert.Contains($"Im:Cluster:Tls:Key is '{missing}', which cannot be read", keyMissing, StringComparison.Ordinal);
        string passwordMissing = Refusal(authority.NewPfx(Password), passwordFile: missing);
        Assert.Contains($"Im:Cluster:Tls:PasswordFile is '{missing}', which cannot be read", passwordMissing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        string withoutKey = Refusal(authority.NewPemPair().Certificate);
        Assert.Contains("has no private key: set Im:Cluster:Tls:Key", withoutKey, StringComparison.Ordinal);
        Assert.Contains("has no private key: export", Refusal(authority.NewPfx(withKey: false)), StringComparison.Ordinal);
        string withAnotherKey = Refusal(authority.NewPemPair().Certificate, key: authority.NewPemPair().Key);
        Assert.Contains("which cannot be opened", withAnotherKey, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_refused_and_not_repeated()
    {
        string wrong = authority.Write("another word");
        (string certificate, string key) = authority.NewPemPair(Password);
        foreach (string refusal in new[]
        {
            Refusal(authority.NewPfx(Password)),
            Refusal(authority.NewPfx(Password), passwordFile: wrong),
            Refusal(certificate, key: key),
            Refusal(certificate, key: key, passwordFile: wrong),
            Refusal(authority.Write("no certificate at all")),
        })
        {
            Assert.Contains("which cannot be opened", refusal, StringComparison.Ordinal);
            Assert.DoesNotContain("another word", refusal, StringComparison.Ordinal);
        }

        string noAuthority = Refusal(authority.NewPem(), of: authority.Write("no certificate at all"));
        Assert.Contains("Im:Cluster:Tls:Authority is", noAuthority, StringComparison.Ordinal);
        Assert.Contains("which is no certificate", noAuthority, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_the_others_would_refuse_is_refused_here()
    {
        using CertificateAuthority another = new();
        Assert.Contains(
            "would refuse: it expired on", Refusal(authority.NewPem(expiresIn: TimeSpan.FromHours(-1))), StringComparison.Ordinal);
        Assert.Contains("would refuse: it is valid only from", Refusal(authority.NewPem(), -3), StringComparison.Ordinal);
        Assert.Matches("would refuse: (PartialChain|NotSignatureValid)", Refusal(another.NewPem()));
        Assert.Contains("it is not for the name 'im'.", Refusal(authority.NewPem(), name: "im"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "key", "", "Certificate is empty, but Key is set")]
    [InlineData("", "key", "authority", "Certificate is empty, but Key and Authority are set")]
    [InlineData("certificate", "key", "", "Authority is empty")]
    public void Settings_that_do_not_fit_are_refused(string certificate, string key, string of, string reason)
    {
        ClusterTlsOptions options = new() { Certificate = certificate, Key = key, Authority = of };

        Assert.Contains(reason, Assert.Single(options.Validate(new(new object()))).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_certificate_is_used_without_a_restart_and_a_wrong_one_is_not()
    {
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        string file = authority.NewPem();
        ClusterTls tls = new(
            Options.Create(new ClusterTlsOptions { Certificate = file, Authority = authority.AuthorityFile }),
            time,
            NullLogger<ClusterTls>.Instance);
        string first = tls.Current().Own.Thumbprint;

        authority.Replace(file);
        time.Advance(TimeSpan.FromSeconds(2));
        string second = tls.Current().Own.Thumbprint;
        Assert.NotEqual(first, second);

        File.WriteAllText(file, "half of a fi");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(second, tls.Current().Own.Thumbprint);

        File.Delete(file);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(second, tls.Current().Own.Thumbprint);

        authority.Replace(file);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(second, tls.Current().Own.Thumbprint);
    }

    public void Dispose() => authority.Dispose();

    private static ClusterIdentity Load(ClusterTlsOptions settings, int days = 0) =>
        ClusterIdentity.Load(settings, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(days)));

    private string Refusal(
        string certificate, int days = 0, string? of = null, string key = "", string passwordFile = "", string name = "")
    {
        ClusterTlsOptions settings = new()
        {
            Certificate = certificate, Key = key, PasswordFile = passwordFile, Authority = of ?? authority.AuthorityFile, Name = name,
        };
        string sentence = Assert.Throws<StartupException>(() => Load(settings, days)).Message;
        Assert.DoesNotContain('\n', sentence);
        Assert.DoesNotContain(Password, sentence, StringComparison.Ordinal);
        return sentence;
    }
}
