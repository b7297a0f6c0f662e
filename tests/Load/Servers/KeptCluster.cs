using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ImOrleans.Engines;
using ImOrleans.Load.Checking;

namespace ImOrleans.Load.Servers;

/// <summary>
/// A cluster that <c>infra/local/cluster</c> has started. Each of its processes can be killed or stopped; the script starts again what
/// has ended.
/// </summary>
internal sealed class KeptCluster : IAsyncDisposable
{
    private const string Script = "infra/local/cluster";
    private const int LastLines = 20;

    /// <summary>The exit code of a program that SIGTERM has ended, as shells count it: 128 and the number of the signal.</summary>
    private const int CodeOfTermination = 128 + 15;

    /// <summary>Marks the line that replaces the command of a process.</summary>
    private const string OfOlder = "# the older version";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private readonly DirectoryInfo data;
    private readonly ServerOutput output = new();
    private readonly Dictionary<string, Uri> addresses = [];
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly ProcessStartInfo start;
    private readonly int[] ports;
    private readonly bool hasRedis;
    private readonly string? older;
    private Process? script;
    private PosixSignalRegistration? ending;

    /// <param name="shortSilence">
    /// Gateways close a connection that is silent for some seconds. The clients have to send a ping more often than that.
    /// </param>
    /// <exception cref="InvalidOperationException">The script is not there.</exception>
    public KeptCluster(CheckOptions options, bool shortSilence = true)
    {
        string root = Root();
        int servers = options.Streams == "eventhubs" ? 3 : 2;
        ports = [.. Enumerable.Range(0, options.Gateways + (3 * options.Silos) + servers).Select(_ => FreePorts.Take())];
        hasRedis = options.Store == "postgres";
        Gateways = [.. Enumerable.Range(1, options.Gateways).Select(number => $"gateway{number}")];
        Silos = [.. Enumerable.Range(1, options.Silos).Select(number => $"silo{number}")];
        for (int i = 0; i < Gateways.Length; i++)
        {
            addresses[Gateways[i]] = At(ports[i]);
        }

        for (int i = 0; i < Silos.Length; i++)
        {
            addresses[Silos[i]] = At(ports[Gateways.Length + (3 * i)]);
        }

        data = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(options.Data), $"im-check-{Guid.CreateVersion7():N}"));
        string[] arguments =
        [
            Path.Combine(root, Script), "--no-build", "--silos", $"{options.Silos}", "--gateways", $"{options.Gateways}",
            "--store", options.Store, "--streams", options.Streams, "--ports", string.Join(' ', ports), "--folder", data.FullName,
            .. options.Program is null ? [] : (string[])["--program", Path.GetFullPath(options.Program)],
            .. SiloProgram.Limits,
            .. shortSilence ? SiloProgram.ShortSilence : [],
            .. Pairs.Of(options.Set).Select(setting => $"--{setting.Name}={setting.Value}"),
        ];
        older = options.Before is { } before ? Path.GetFullPath(before) : null;
        foreach (string name in older is null ? [] : (string[])[.. Silos, .. Gateways])
        {
            UseOlder(name);
        }

        start = new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    public string[] Gateways { get; }

    public string[] Silos { get; }

    /// <summary>The servers beside silos and gateways, by their names in the run folder.</summary>
    public string[] Servers => hasRedis ? ["redis", "postgres"] : ["azurite"];

    /// <summary>The run folder. The data folder of a silo is in it, by the name of the silo.</summary>
    public string Folder => data.FullName;

    /// <summary>Null where membership is in the store.</summary>
    public int? RedisPort => hasRedis ? ServerPorts[0] : null;

    /// <summary>PostgreSQL, or blobs and tables of Azurite.</summary>
    public int[] StorePorts => hasRedis ? [ServerPorts[1]] : ServerPorts[..2];

    /// <summary>The addresses of the gateways.</summary>
    public Uri[] Urls => [.. Gateways.Select(name => addresses[name])];

    private int[] ServerPorts => ports[(Gateways.Length + (3 * Silos.Length))..];

    /// <summary>The ports of a silo for other silos and for gateways.</summary>
    public int[] PortsOf(string silo) => ports.AsSpan(Gateways.Length + (3 * Array.IndexOf(Silos, silo)) + 1, 2).ToArray();

    /// <summary>For the next start of one process: lines of bash.</summary>
    public void AddEnvironment(string name, IEnumerable<string> lines) => File.AppendAllLines(EnvironmentFile(name), lines);

    /// <summary>The next start of the process is that of the older version, or of the newer one.</summary>
    public void SetVersion(string name, bool isOlder)
    {
        string file = EnvironmentFile(name);
        File.WriteAllLines(file, File.ReadAllLines(file).Where(static line => !line.EndsWith(OfOlder, StringComparison.Ordinal)));
        if (isOlder)
        {
            UseOlder(name);
        }
    }

    /// <exception cref="InvalidOperationException">The cluster does not start.</exception>
    public async Task StartAsync()
    {
        script = Process.Start(start) ?? throw new InvalidOperationException("The cluster did not start.");
        output.Follow(script);

        // The script is not a part of this process: it would go on.
        ending = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            _ = ExitAsync(script);
        });
        await AwaitAllReadyAsync();
    }

    /// <summary>The number of a process, which is another one after a restart.</summary>
    public int Pid(string name) => int.Parse(File.ReadAllText(PidFile(name)), CultureInfo.InvariantCulture);

    public Task SignalAsync(string name, string signal) =>
        Tool.RunAsync("kill", $"-{signal}", Pid(name).ToString(CultureInfo.InvariantCulture));

    /// <summary>Sends a signal that ends a process, and waits until the script has started it again.</summary>
    public async Task EndAsync(string name, string signal)
    {
        int before = Pid(name);
        await SignalAsync(name, signal);
        await UntilAsync(() => Task.FromResult(Pid(name) != before), name, "was not started again");
    }

    /// <summary>Waits until every silo and every gateway says that it is ready.</summary>
    public async Task AwaitAllReadyAsync()
    {
        foreach ((string name, Uri address) in addresses.Reverse())
        {
            await UntilAsync(() => IsReadyAsync(address), name, "is not ready");
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (script is not null)
        {
            if (!script.HasExited)
            {
                await StopAsync(script);
            }

            await script.WaitForExitAsync();
            script.Dispose();
        }

        ending?.Dispose();

        data.Delete(recursive: true);
    }

    /// <summary>Ends this process once the cluster has stopped. The data stays.</summary>
    private async Task ExitAsync(Process running)
    {
        try
        {
            await StopAsync(running);
            await running.WaitForExitAsync();
        }
        finally
        {
            Environment.Exit(CodeOfTermination);
        }
    }

    private async Task StopAsync(Process running)
    {
        foreach (string name in ((string[])[.. Silos, .. Gateways]).Where(name => File.Exists(PidFile(name))))
        {
            // A stopped process would not hear that it is to end.
            await SignalAsync(name, "CONT").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Tool.RunAsync("kill", "-TERM", running.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The program of the older version, without the settings that it does not know.</summary>
    private void UseOlder(string name)
    {
        string project = Silos.Contains(name) ? "Silo" : "Gateway";
        string program = $"{older}/{project}/release/ImOrleans.{project}.dll";
        if (!File.Exists(program))
        {
            throw new InvalidOperationException($"--before is {older}, where {program} was not found. Build the older version there.");
        }

        const string Known = "old=(); for word; do [[ $word == --Im:Gateway:Addresses* ]] || old+=(\"$word\"); done";
        AddEnvironment(name, [$"{Known}; set -- dotnet '{program}' \"${{old[@]:2}}\" {OfOlder}"]);
    }

    private string EnvironmentFile(string name) => Path.Combine(Folder, $"{name}.env");

    private string PidFile(string name) => Path.Combine(Folder, $"{name}.pid");

    private static Uri At(int port) => new($"http://127.0.0.1:{port}");

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Script)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"--silos starts {Script}, which was not found above {AppContext.BaseDirectory}.");
    }

    private async Task UntilAsync(Func<Task<bool>> reached, string name, string failure)
    {
        long began = Stopwatch.GetTimestamp();
        using PeriodicTimer steps = new(Step);
        while (!await reached())
        {
            if (script!.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{name} {failure}. The cluster printed:{Environment.NewLine}{output}{Environment.NewLine}"
                    + $"The end of the log of {name}:{Environment.NewLine}{LastLinesOf(name)}");
            }

            await steps.WaitForNextTickAsync();
        }
    }

    private string LastLinesOf(string name)
    {
        string log = Path.Combine(Folder, $"{name}.log");
        return File.Exists(log) ? string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(LastLines)) : "";
    }

    private async Task<bool> IsReadyAsync(Uri address)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false; // It does not listen yet.
        }
    }
}
