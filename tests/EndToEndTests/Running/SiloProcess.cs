using System.Net;
using ImOrleans.Engines;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>A server: a data folder and ports that stay, and the process on them, which may be stopped, killed and started again.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Tests play many people from one address, at full speed.</summary>
    public static readonly string[] RaisedLimits =
    [
        "--Im:Accounts:PasswordIterations=1000",
        "--Im:Accounts:MaxWaitingPasswords=1000000",
        "--Im:Accounts:MaxSignIns=1000000",
        "--Im:Limits:FailedSignInsPerAddress=1000000",
        "--Im:Limits:RegistrationsPerAddress=1000000",
        "--Im:Limits:SendBurst=1000000",
        "--Im:Limits:SendsPerSecond=1000000",
        "--Im:Limits:UserSendBurst=1000000",
        "--Im:Limits:UserSendsPerSecond=1000000",
        "--Im:Limits:CallBurst=1000000",
        "--Im:Limits:CallsPerSecond=1000000",
        "--Im:Limits:UserCallBurst=1000000",
        "--Im:Limits:UserCallsPerSecond=1000000",
        "--Im:Limits:AddressCallBurst=1000000",
        "--Im:Limits:AddressCallsPerSecond=1000000",
        "--Im:Limits:StrayBurst=1000000",
        "--Im:Limits:StraysPerSecond=1000000",
        "--Im:Limits:UserStrayBurst=1000000",
        "--Im:Limits:UserStraysPerSecond=1000000",
        "--Im:Limits:ByteBurst=2000000000",
        "--Im:Limits:BytesPerSecond=2000000000",
        "--Im:Limits:UserByteBurst=2000000000",
        "--Im:Limits:UserBytesPerSecond=2000000000",
        "--Im:Gateway:MaxUnsentPerUser=1073741824",
        "--Im:Quotas:GroupsPerDay=1000000",
        "--Im:Quotas:Groups=1000000",
        "--Im:Quotas:Conversations=1000000",
        "--Im:Quotas:AdditionsPerDay=1000000",
        "--Im:Quotas:BytesPerDay=1125899906842624",
        "--Im:Connections:PerAddress=1000000",
    ];

    private readonly string project;
    private readonly string[] role;
    private readonly Uri[] addresses;
    private SiloRun? run;
    private int asked = -1;

    private SiloProcess(string[] settings, string project = "Silo", params string[] role)
    {
        (this.project, this.role) = (project, role);
        DataPath = Directory.CreateTempSubdirectory("imorleans-e2e-").FullName;
        addresses = [new Uri($"http://127.0.0.1:{FreePorts.Take()}")];
        Http = NewHttp(Address);
        Arguments =
        [
            "--environment", "Development",
            "--urls", Address.GetLeftPart(UriPartial.Authority),
            $"--Im:DataPath={DataPath}",
            $"--Im:Cluster:SiloPort={FreePorts.Take()}",
            $"--Im:Cluster:GatewayPort={FreePorts.Take()}",
            .. RaisedLimits,
            .. settings,
        ];
    }

    /// <summary>A gateway beside it: the same cluster, data folder and settings, and an address of its own.</summary>
    private SiloProcess(SiloProcess silo)
    {
        (project, role) = ("Gateway", []);
        DataPath = silo.DataPath;
        addresses = [new Uri($"http://127.0.0.1:{FreePorts.Take()}")];
        Http = NewHttp(Address);
        Arguments = [.. silo.Arguments, "--urls", Address.GetLeftPart(UriPartial.Authority)];
        Variables = silo.Variables;
    }

    /// <summary>Gateways that run already.</summary>
    private SiloProcess(Uri[] gateways, string dataPath)
    {
        (project, role, addresses, DataPath, Arguments) = ("Gateway", [], gateways, dataPath, []);
        Http = NewHttp(gateways[0]);
    }

    /// <summary>Of several gateways, the next one at each question: so the people of one test meet across gateways.</summary>
    public Uri Address => addresses[(Interlocked.Increment(ref asked) & int.MaxValue) % addresses.Length];

    public int Gateways => addresses.Length;

    public string DataPath { get; }

    public HttpClient Http { get; }

    /// <summary>How many files and sockets the process can have open; null for as many as this one.</summary>
    public int? Files { get; init; }

    public SiloRun Run => run ?? throw new InvalidOperationException("The silo was not started.");

    /// <summary>All arguments of the program. Later settings win.</summary>
    public string[] Arguments { get; }

    /// <summary>Environment variables, for secrets in Production.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>A server that runs already and is left alone.</summary>
    public static SiloProcess At(string[] gateways, string dataPath) =>
        new(Array.ConvertAll(gateways, gateway => new Uri(gateway, UriKind.Absolute)), dataPath: dataPath);

    /// <summary>A folder and ports for a silo that is started by <see cref="StartAgainAsync"/>.</summary>
    public static SiloProcess Prepare(params string[] settings) => new(settings);

    /// <summary>The same for a process that can have only so many files and sockets open.</summary>
    public static SiloProcess PrepareWithFiles(int files, params string[] settings) => new(settings) { Files = files };

    public static Task<SiloProcess> StartAsync(params string[] settings) => StartAsync(new SiloProcess(settings));

    /// <summary>One that also has the kinds of entries of <c>InventedSilo</c>, which no client knows.</summary>
    public static Task<SiloProcess> StartInventedAsync() => StartAsync(new SiloProcess(settings: [], "InventedSilo"));

    /// <summary>A silo without a gateway: its address serves only its health.</summary>
    public static Task<SiloProcess> StartPureAsync(params string[] settings) => StartAsync(new SiloProcess(settings, "Silo", "silo"));

    /// <summary>A gateway in a process of its own. It goes before the silo does.</summary>
    public async Task<SiloProcess> StartGatewayAsync()
    {
        SiloProcess gateway = PrepareGateway();
        await gateway.StartAgainAsync();
        return gateway;
    }

    /// <summary>The same, to be started by <see cref="StartAgainAsync"/>.</summary>
    public SiloProcess PrepareGateway() => new(this);

    /// <summary>Starts the program, on the same folder and ports, and waits until it is ready.</summary>
    /// <param name="changed">Settings that win over those from before.</param>
    public async Task StartAgainAsync(params string[] changed)
    {
        run?.Dispose();
        run = new SiloRun([.. role, .. Arguments, .. changed], project, Files, Variables);
        using CancellationTokenSource deadline = new(StartPatience);
        using PeriodicTimer poll = new(PollPause);
        while (!await IsReadyAsync(deadline.Token))
        {
            if (run.Exited.IsCompleted)
            {
                int code = await run.ExitAsync();
                throw new InvalidOperationException($"The silo exited with {code} instead of starting. It printed:{Environment.NewLine}{run.Everything}");
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The silo was not ready within {StartPatience}. It printed:{Environment.NewLine}{run.Everything}");
            }

            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public Task<int> StopAsync() => Run.StopAsync();

    public Task KillAsync() => Run.KillAsync();

    public ValueTask DisposeAsync()
    {
        run?.Dispose();
        Http.Dispose();
        if (project != "Gateway")
        {
            Directory.Delete(DataPath, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>A request that asks before it sends its body waits for the answer, however busy the machine is.</summary>
    private static HttpClient NewHttp(Uri address) => new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
    })
    {
        BaseAddress = address,
    };

    private static async Task<SiloProcess> StartAsync(SiloProcess silo)
    {
        try
        {
            await silo.StartAgainAsync();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync("health/ready", cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
