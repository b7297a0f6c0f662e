using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>Two silos and two gateways with certificates of one authority, each in a process of its own, and others that knock.</summary>
public sealed class RunningOverTlsTests(TlsCluster cluster) : IClassFixture<TlsCluster>
{
    private const string Refused = "connections ended before the TLS handshake was complete";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(100);

    public enum Stranger
    {
        WithoutTls,
        OfAnotherAuthority,
    }

    [Fact]
    public async Task People_on_different_gateways_write_to_each_other()
    {
        await ChatAsync();

        Assert.DoesNotContain("without TLS", cluster.Printed("silo1"), StringComparison.Ordinal);
    }

    /// <summary>It has the passwords of the stores, so nothing but its certificate is wrong.</summary>
    [Theory]
    [InlineData(Stranger.WithoutTls)]
    [InlineData(Stranger.OfAnotherAuthority)]
    public async Task A_silo_without_the_certificate_does_not_join(Stranger stranger)
    {
        using CertificateAuthority another = new();
        await using SiloProcess prepared = SiloProcess.Prepare([.. cluster.Membership, .. cluster.Stores, .. Settings(stranger, another)]);
        int before = Lines();
        using SiloRun silo = new(["silo", .. prepared.Arguments]);

        // The others can also find it dead before it has joined, and then it ends itself.
        await UntilAsync(
            () => Lines() > before || silo.Everything.Contains(Refused, StringComparison.Ordinal) || silo.Exited.IsCompleted, silo);

        Assert.DoesNotContain("is ready", silo.Output, StringComparison.Ordinal);
        if (!silo.Exited.IsCompleted)
        {
            await silo.KillAsync();
        }

        await ChatAsync();
    }

    [Theory]
    [InlineData(Stranger.WithoutTls)]
    [InlineData(Stranger.OfAnotherAuthority)]
    public async Task A_gateway_without_the_certificate_cannot_call(Stranger stranger)
    {
        using CertificateAuthority another = new();
        await using SiloProcess prepared = SiloProcess.Prepare([.. cluster.Membership, .. Settings(stranger, another)]);
        using SiloRun gateway = new(prepared.Arguments, "Gateway");

        await gateway.PrintsAsync("No silo answers yet");

        Assert.False(gateway.Exited.IsCompleted);
        await gateway.KillAsync();
    }

    private async Task ChatAsync()
    {
        await using Chat chat = await Chat.StartAsync(cluster.Server, Wire.MessagePack);

        Assert.Equal(1, (await chat.Ann.SayAsync(chat.Id, "over TLS")).Seq);
        await chat.Bob.ReceivesAsync(chat.Id, 1);
    }

    private static string[] Settings(Stranger stranger, CertificateAuthority another) => stranger is Stranger.WithoutTls
        ? []
        : [$"--Im:Cluster:Tls:Certificate={another.NewPem()}", $"--Im:Cluster:Tls:Authority={another.AuthorityFile}"];

    /// <summary>The warnings of both silos about strangers.</summary>
    private int Lines() => Count("silo1") + Count("silo2");

    private int Count(string silo) => cluster.Printed(silo).Split(Refused).Length - 1;

    private static async Task UntilAsync(Func<bool> isSo, SiloRun run)
    {
        using CancellationTokenSource deadline = new(Patience);
        using PeriodicTimer poll = new(PollPause);
        while (!isSo())
        {
            Assert.False(deadline.IsCancellationRequested, $"Nobody refused it: {run.Everything}");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

/// <summary>The local cluster with mutual TLS.</summary>
public sealed class TlsCluster : LocalCluster
{
    private readonly CertificateAuthority authority;

    public TlsCluster()
        : this(new CertificateAuthority())
    {
    }

    private TlsCluster(CertificateAuthority authority)
        : base(
            servers: 2, [$"--Im:Cluster:Tls:Certificate={authority.NewPem()}", $"--Im:Cluster:Tls:Authority={authority.AuthorityFile}"]) =>
        this.authority = authority;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        authority.Dispose();
        GC.SuppressFinalize(this);
    }
}
