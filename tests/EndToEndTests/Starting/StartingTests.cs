using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

public sealed class StartingTests
{
    [Theory]
    [InlineData("Im:Conversations:MaxMessageBytes", "--Im:Conversations:MaxMessageBytes=-1")]
    [InlineData("Im:Conversations:MaxMessageBytes", "--Im:Conversations:MaxMessageBytes=many")]
    [InlineData("Im:Cluster:SiloPort", "--Im:Cluster:SiloPort=0")]
    [InlineData("Im:Gateway: Addresses has 'im1.example.com'; each must be an address such as", "--Im:Gateway:Addresses:0=im1.example.com")]
    [InlineData("Im:Gateway:MaxFrameBytes", "--Im:Gateway:MaxFrameBytes=1")]
    [InlineData("Im:Gateway: MaxFrameBytes is 262144; MaxFrameBytes must be at least 160 times", "--Im:Gateway:MaxSyncHeads=5000")]
    [InlineData("Im:Gateway:MaxJsonFrameBytes must be at least 6 times", "--Im:Conversations:MaxSendBytes=229376")]
    [InlineData("Im:Sessions:Policy", "--Im:Sessions:Policy=some")]
    [InlineData("Im:Sessions:RefreshGrace", "--Im:Sessions:RefreshGrace=00:05:01")]
    [InlineData("Im:Admin:Username", "--Im:Admin:Username=no name at all!")]
    [InlineData("Im:Admin:Username", "--Im:Admin:Username=ab")]
    [InlineData("Im:Admin:SessionLifetime", "--Im:Admin:SessionLifetime=00:00:01")]
    [InlineData("Im:Admin:User", "--Im:Admin:User=somebody")]
    [InlineData("Im:Dashboard:Enabled", "--Im:Dashboard:Enabled=perhaps")]
    [InlineData("Im:Limits:SendBurts", "--Im:Limits:SendBurts=1000")]
    [InlineData("Im:Auth:SigningKey", "--environment", "Production")]
    [InlineData("Im:Auth:SigningKey", "--Im:Auth:SigningKey=short")]
    [InlineData("not all alike", "--Im:Auth:SigningKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(
        "is on the command line", "--environment", "Production", "--Im:Auth:SigningKey=MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJD")]
    [InlineData("Im:Cluster:Provider is 'zookeeper'; it must be localhost or redis or postgres or azure.",
        "--Im:Cluster:Provider=zookeeper")]
    [InlineData("Im:Cluster:SilPort", "--Im:Cluster:SilPort=11111")]
    [InlineData("Address is 'silo1'; it must be an IP address at which this silo can be reached", "--Im:Cluster:Address=silo1")]
    [InlineData("a silo that others reach needs another provider", "--Im:Cluster:Address=10.0.0.7")]
    [InlineData("Kubernetes is true, and Provider is localhost", "--Im:Cluster:Kubernetes=true")]
    [InlineData(
        "Im:Cluster:Kubernetes is true, but this process is not in a pod of Kubernetes",
        "--Im:Cluster:Kubernetes=true", "--Im:Cluster:Provider=redis", "--Im:Redis:ConnectionString=127.0.0.1:1")]
    [InlineData("Im:Cluster:Tls: Authority is empty", "--Im:Cluster:Tls:Certificate=/nowhere/silo.pem")]
    [InlineData("Im:Cluster:Tls: Certificate is empty, but Authority is set", "--Im:Cluster:Tls:Authority=/nowhere/authority.pem")]
    [InlineData(
        "Im:Cluster:Tls:Certificate is '/nowhere/silo.pem', which cannot be read",
        "--Im:Cluster:Tls:Certificate=/nowhere/silo.pem", "--Im:Cluster:Tls:Authority=/nowhere/authority.pem")]
    [InlineData("Im:Cluster:Tls:Cert", "--Im:Cluster:Tls:Cert=/nowhere/silo.pem")]
    [InlineData("Im:Redis:ConnectionString is empty", "--Im:Cluster:Provider=redis")]
    [InlineData("Im:Redis:ConnectionString cannot be read", "--Im:Cluster:Provider=redis", "--Im:Redis:ConnectionString=redis,colour=blue")]
    [InlineData("Redis at 127.0.0.1:1 does not answer", "--Im:Cluster:Provider=redis", "--Im:Redis:ConnectionString=127.0.0.1:1")]
    [InlineData("Redis at 127.0.0.1:1 does not answer", "--Im:Providers:GrainDirectory=redis", "--Im:Redis:ConnectionString=127.0.0.1:1")]
    [InlineData("ConnectionString is empty; a provider named postgres needs one", "--Im:Cluster:Provider=postgres")]
    [InlineData("Im:Providers:MessageLog is 'oracle'; it must be sqlite or postgres or azure.", "--Im:Providers:MessageLog=oracle")]
    [InlineData("Im:Providers:Directory is 'oracle'; it must be sqlite or postgres or azure.", "--Im:Providers:Directory=oracle")]
    [InlineData("Im:Providers:GrainStorage is 'oracle'; it must be sqlite or postgres or azure.", "--Im:Providers:GrainStorage=oracle")]
    [InlineData("Im:Providers:Reminders is 'oracle'; it must be sqlite or postgres or azure.", "--Im:Providers:Reminders=oracle")]
    [InlineData("Im:Providers:Streams is 'kafka'; it must be long-poll or eventhubs.", "--Im:Providers:Streams=kafka")]
    [InlineData(
        "Im:EventHubs: either ConnectionString or Namespace must be set, and not both.",
        "--Im:Providers:Streams=eventhubs", "--Im:EventHubs:Checkpoints=grain-storage")]
    [InlineData(
        "Im:EventHubs:ConnectionString cannot be read",
        "--Im:Providers:Streams=eventhubs", "--Im:EventHubs:Checkpoints=grain-storage", "--Im:EventHubs:ConnectionString=hub")]
    [InlineData(
        "Im:EventHubs:Checkpoints is 'paper'; it must be azure or grain-storage.",
        "--Im:Providers:Streams=eventhubs", "--Im:EventHubs:Checkpoints=paper", "--Im:EventHubs:Namespace=hub")]
    [InlineData(
        "Im:EventHubs: Window is 00:00:30; it must be at least DeliveryTime, which is 00:00:20, and 00:00:20 more.",
        "--Im:Providers:Streams=eventhubs", "--Im:EventHubs:Checkpoints=grain-storage", "--Im:EventHubs:Namespace=hub",
        "--Im:EventHubs:Window=00:00:30", "--Im:EventHubs:DeliveryTime=00:00:20")]
    [InlineData("ConnectionString is empty; a provider named postgres needs one", "--Im:Providers:MessageLog=postgres")]
    [InlineData(
        "The PostgreSQL server at 127.0.0.1:1 cannot be reached",
        "--Im:Providers:GrainStorage=postgres",
        "--Im:Postgres:ConnectionString=Host=127.0.0.1;Port=1;Database=im;Username=im")]
    [InlineData(
        "Im:Postgres:ConnectionString cannot be read", "--Im:Providers:Directory=postgres", "--Im:Postgres:ConnectionString=Passwort=x")]
    [InlineData("a provider named azure needs either ConnectionString", "--Im:Providers:MessageLog=azure")]
    [InlineData("a provider named azure needs either ConnectionString", "--Im:Cluster:Provider=azure")]
    [InlineData("Im:Azure:ConnectionString cannot be read", "--Im:Providers:Directory=azure", "--Im:Azure:ConnectionString=AccountNam=x")]
    [InlineData(
        "The table service of the account 'im' at 127.0.0.1:1 cannot be reached",
        "--Im:Providers:GrainStorage=azure",
        "--Im:Azure:ConnectionString=AccountName=im;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/im;BlobEndpoint=http://127.0.0.1:1/im")]
    [InlineData(
        "Im:Azure:BlobServiceUri is empty", "--Im:Providers:GrainStorage=azure", "--Im:Azure:TableServiceUri=https://im.table.core.windows.net")]
    [InlineData("Im:Providers:MesageLog", "--Im:Providers:MesageLog=sqlite")]
    [InlineData(
        "Kestrel:Certificates:Default:Path is '/nowhere/chat.pfx', which cannot be read",
        "--Kestrel:Certificates:Default:Path=/nowhere/chat.pfx")]
    [InlineData("but there is no certificate", "--urls", "https://127.0.0.1:0", "--environment", "Staging",
        "--Im:Auth:SigningKey=MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJD")]
    [InlineData("Im:DataPath", "--Im:DataPath=/dev/null/data")]
    [InlineData("Im:DataPath", "--Im:DataPath=")]
    public async Task A_setting_that_cannot_be_is_named_in_one_sentence(string setting, params string[] settings)
    {
        await using SiloProcess silo = SiloProcess.Prepare(settings);

        await EnsureRefusedAsync(silo, setting);
    }

    [Theory]
    [InlineData("Im:Cluster:Provider is 'zookeeper'; it must be localhost or redis or postgres or azure.",
        "--Im:Cluster:Provider=zookeeper")]
    [InlineData("Im:Cluster:GatewayPort", "--Im:Cluster:GatewayPort=0")]
    [InlineData(
        "Im:Cluster:Tls:Certificate is '/nowhere/gateway.pem', which cannot be read",
        "--Im:Cluster:Tls:Certificate=/nowhere/gateway.pem", "--Im:Cluster:Tls:Authority=/nowhere/authority.pem")]
    [InlineData("Redis at 127.0.0.1:1 does not answer", "--Im:Cluster:Provider=redis", "--Im:Redis:ConnectionString=127.0.0.1:1")]
    [InlineData(
        "Kestrel:Endpoints:Main:Certificate:Path is '/nowhere/chat.pfx', which cannot be read",
        "--Kestrel:Endpoints:Main:Certificate:Path=/nowhere/chat.pfx")]
    [InlineData(
        "The PostgreSQL server at 127.0.0.1:1 cannot be reached",
        "--Im:Cluster:Provider=postgres", "--Im:Postgres:ConnectionString=Host=127.0.0.1;Port=1;Database=im;Username=im")]
    [InlineData(
        "Im:Postgres:ConnectionString cannot be read", "--Im:Cluster:Provider=postgres", "--Im:Postgres:ConnectionString=Passwort=x")]
    [InlineData(
        "The table service of the account 'im' at 127.0.0.1:1 cannot be reached",
        "--Im:Cluster:Provider=azure",
        "--Im:Azure:ConnectionString=AccountName=im;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/im;BlobEndpoint=http://127.0.0.1:1/im")]
    public async Task A_gateway_refuses_the_same_settings(string setting, params string[] settings)
    {
        await using SiloProcess silo = SiloProcess.Prepare(settings);

        await EnsureRefusedAsync(new SiloRun(silo.Arguments, "Gateway"), setting);
    }

    /// <summary>The reason of the wait is in the log.</summary>
    [Fact]
    public async Task A_gateway_that_waits_for_a_silo_can_be_stopped()
    {
        await using SiloProcess silo = SiloProcess.Prepare();
        using SiloRun gateway = new(silo.Arguments, "Gateway");
        await gateway.PrintsAsync("No silo answers yet");

        Assert.Equal(0, await gateway.StopAsync());
        gateway.EnsureNoStackTrace();
        Assert.Empty(gateway.Errors.Trim());
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    [InlineData("Im:Cluster:SiloPort", "{0}")]
    [InlineData("Im:Cluster:GatewayPort", "{0}")]
    public async Task A_port_that_is_taken_is_named(string setting, string value)
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using SiloProcess silo = SiloProcess.Prepare($"--{setting}={string.Format(CultureInfo.InvariantCulture, value, port)}");

        await EnsureRefusedAsync(silo, setting, port);
    }

    [Fact]
    public async Task Production_starts_with_a_key_of_its_own_and_writes_none()
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        await using SiloProcess silo = SiloProcess.Prepare("--environment", "Production");
        silo.Variables["Im__Auth__SigningKey"] = key;
        await silo.StartAgainAsync();

        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        await ann.Api.GetAsync<UserProfile>("api/users/me");

        Assert.DoesNotContain(Directory.EnumerateFiles(silo.DataPath), file => file.EndsWith("signing.key", StringComparison.Ordinal));
        Assert.Equal(0, await silo.StopAsync());
        Assert.DoesNotContain(key, silo.Run.Everything, StringComparison.Ordinal);
    }

    private static Task EnsureRefusedAsync(SiloProcess silo, params string[] named) => EnsureRefusedAsync(new SiloRun(silo.Arguments), named);

    private static async Task EnsureRefusedAsync(SiloRun started, params string[] named)
    {
        using SiloRun run = started;

        int code = await run.ExitAsync();

        Assert.True(code == 1, $"It exited with {code}. It printed: {run.Everything}");
        string sentence = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.All(named, name => Assert.Contains(name, sentence, StringComparison.Ordinal));
        run.EnsureNoStackTrace();
        Assert.DoesNotContain("is ready", run.Output, StringComparison.Ordinal);
    }
}
