using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImOrleans.ClusterTests.Running;
using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Clustering;
using ImOrleans.ServiceDefaults.Tls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ImOrleans.ClusterTests.Tls;

/// <summary>
/// Silos on TCP that know each other by their certificates. A stranger is one that accepts every certificate, so only the silo can refuse.
/// </summary>
public sealed class BelongingTests : IAsyncLifetime
{
    private readonly CertificateAuthority authority = new();
    private readonly CertificateAuthority another = new();
    private readonly int siloPort = FreePorts.Take();
    private readonly int gatewayPort = FreePorts.Take();
    private IHost silo = null!;

    public enum Stranger
    {
        WithoutTls,
        WithoutCertificate,
        OfAnotherAuthority,
        Expired,
    }

    public static TheoryData<Stranger> Strangers => [.. Enum.GetValues<Stranger>()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        silo = NewSilo(siloPort, gatewayPort);
        await silo.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await silo.StopAsync(CancellationToken.None);
        silo.Dispose();
        authority.Dispose();
        another.Dispose();
    }

    [Fact]
    public async Task A_gateway_and_a_second_silo_of_the_authority_belong_to_the_cluster()
    {
        using IHost second = NewSilo(FreePorts.Take(), FreePorts.Take());
        await second.StartAsync(Cancellation);
        using IHost gateway = NewGateway();
        await gateway.StartAsync(Cancellation);
        IManagementGrain management = gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);

        SiloAddress[] silos = [.. (await management.GetHosts(onlyActive: true, Cancellation)).Keys];
        Assert.Equal(2, silos.Length);
        Assert.Equal(2, (await management.GetRuntimeStatistics(silos, Cancellation)).Length);
        await gateway.StopAsync(Cancellation);
        await second.StopAsync(Cancellation);
    }

    [Theory, MemberData(nameof(Strangers))]
    public async Task A_stranger_cannot_call(Stranger stranger)
    {
        using X509Certificate2? shown = CertificateOf(stranger);
        using IHost client = NewClient(stranger, shown);

        await Assert.ThrowsAnyAsync<Exception>(() => client.StartAsync(Cancellation).Soon("The stranger was not refused."));

        // The same client with a good certificate is let in, so it was the certificate.
        using X509Certificate2 good = authority.New();
        using IHost allowed = NewClient(Stranger.Expired, good);
        await allowed.StartAsync(Cancellation).Soon("A client of the authority was not let in.");
        await allowed.StopAsync(Cancellation);
    }

    [Theory, MemberData(nameof(Strangers))]
    public async Task A_stranger_is_not_answered_on_the_port_for_silos(Stranger stranger)
    {
        using X509Certificate2? shown = CertificateOf(stranger);
        Assert.False(await IsAnsweredAsync(stranger is not Stranger.WithoutTls, shown));

        using X509Certificate2 good = authority.New();
        Assert.True(await IsAnsweredAsync(withTls: true, good));
    }

    [Fact]
    public async Task A_gateway_does_not_talk_to_a_silo_of_another_authority()
    {
        using IHost gateway = NewGateway(another);

        await Assert.ThrowsAnyAsync<Exception>(() => gateway.StartAsync(Cancellation).Soon("The gateway took the silo for its own."));
    }

    private X509Certificate2? CertificateOf(Stranger stranger) => stranger switch
    {
        Stranger.OfAnotherAuthority => another.New(),
        Stranger.Expired => authority.New(TimeSpan.FromHours(-1)),
        _ => null,
    };

    private IHost NewSilo(int port, int clients)
    {
        HostApplicationBuilder builder = NewBuilder(authority);
        builder.UseOrleans(host =>
        {
            host.UseLocalhostClustering(
                port, clients, new IPEndPoint(IPAddress.Loopback, siloPort), ClusterName.Value, ClusterName.Value);
            host.AddClusterTls();
        });
        return builder.Build();
    }

    /// <summary>As the product composes it, except that it gives up at once.</summary>
    private IHost NewGateway(CertificateAuthority? of = null)
    {
        HostApplicationBuilder builder = NewBuilder(of ?? authority);
        builder.AddClusterClient();
        builder.Services.AddSingleton<IClientConnectionRetryFilter, NoRetry>();
        return builder.Build();
    }

    private IHost NewClient(Stranger stranger, X509Certificate2? shown)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(gatewayPort, ClusterName.Value, ClusterName.Value);
            if (stranger is not Stranger.WithoutTls)
            {
                client.UseTls(tls =>
                {
                    tls.LocalCertificate = shown;
                    tls.AllowAnyRemoteCertificate();
                });
            }
        });
        return builder.Build();
    }

    private HostApplicationBuilder NewBuilder(CertificateAuthority of)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Im:Cluster:GatewayPort", $"{gatewayPort}"),
            new("Im:Cluster:Tls:Certificate", of.NewPem()),
            new("Im:Cluster:Tls:Authority", of.AuthorityFile),
        ]);
        return builder;
    }

    /// <summary>A silo begins to speak as soon as it knows who is there.</summary>
    private async Task<bool> IsAnsweredAsync(bool withTls, X509Certificate2? shown)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, siloPort, Cancellation);
        try
        {
            await using Stream stream = withTls ? await AuthenticateAsync(tcp, shown) : tcp.GetStream();
            if (!withTls)
            {
                // Otherwise both sides would wait.
                await stream.WriteAsync(new byte[64], Cancellation);
            }

            Task<int> read = stream.ReadAsync(new byte[64], Cancellation).AsTask();
            await read.Soon("The silo neither answered nor closed.");
            return await read > 0;
        }
        catch (Exception refusal) when (refusal is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task<SslStream> AuthenticateAsync(TcpClient tcp, X509Certificate2? shown)
    {
        SslStream stream = new(tcp.GetStream(), leaveInnerStreamOpen: false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "silo",
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
                ClientCertificateContext = shown is null ? null : SslStreamCertificateContext.Create(shown, null, offline: true),
            },
            Cancellation);
        return stream;
    }

    private sealed class NoRetry : IClientConnectionRetryFilter
    {
        public Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
