using System.Diagnostics;
using System.Globalization;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary><c>infra/local/cluster</c> with two silos and two gateways, as a developer starts it.</summary>
public class LocalCluster : IAsyncLifetime
{
    private const int GatewayCount = 2;
    private const int Silos = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string[] options;
    private readonly List<string> printed = [];
    private readonly int servers;
    private int[] serverPorts = [];
    private Process? script;
    private Task<string>? errors;

    public LocalCluster()
        : this(servers: 2, [])
    {
    }

    /// <param name="servers">The ports of the servers beside silos and gateways.</param>
    /// <param name="options">Of the script.</param>
    internal LocalCluster(int servers, string[] options) => (this.servers, this.options) = (servers, options);

    public string Folder { get; private set; } = "";

    /// <summary>Both gateways. Each connection is made to the next one.</summary>
    public SiloProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        int[] taken = [.. Enumerable.Range(0, GatewayCount + (3 * Silos) + servers).Select(_ => FreePorts.Take())];
        serverPorts = taken[(GatewayCount + (3 * Silos))..];
        string ports = string.Join(' ', taken);
        string path = Path.Combine(WorkingCopy.Root, "infra/local/cluster");
        ProcessStartInfo start = new("bash", [path, "--no-build", "--silos", $"{Silos}", "--ports", ports, .. options,
            .. SiloProcess.RaisedLimits])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        script = Process.Start(start)!;
        errors = script.StandardError.ReadToEndAsync();
        using CancellationTokenSource deadline = new(Patience);
        Folder = await NextAsync("run folder: ", deadline.Token);
        string[] gateways = (await NextAsync("ready: ", deadline.Token)).Split(' ');
        Gateways = Array.ConvertAll(gateways, gateway => new Uri(gateway));
        Server = SiloProcess.At(gateways, Path.Combine(Folder, "gateways"));
    }

    /// <summary>The addresses of the gateways, in the order of their names.</summary>
    public Uri[] Gateways { get; private set; } = [];

    /// <summary>The settings of a process that has the membership of this cluster, which is in Redis.</summary>
    public string[] Membership => ["--Im:Cluster:Provider=redis", $"--Im:Redis:ConnectionString=127.0.0.1:{serverPorts[0]}"];

    /// <summary>The settings of a silo that has the stores of this cluster, which are in PostgreSQL.</summary>
    public string[] Stores =>
    [
        $"--Im:Postgres:ConnectionString=Host=127.0.0.1;Port={serverPorts[1]};Username=im;Database=postgres;"
            + $"Password={File.ReadAllText(Path.Combine(Folder, "password")).Trim()}",
        "--Im:Providers:MessageLog=postgres", "--Im:Providers:Directory=postgres", "--Im:Providers:GrainStorage=postgres",
        "--Im:Providers:Reminders=postgres",
    ];

    /// <summary>The output of a process until now.</summary>
    public string Printed(string name)
    {
        using FileStream file = new(Path.Combine(Folder, $"{name}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    /// <summary>The number of the process of this name, which is another one after a restart.</summary>
    public int Pid(string name) => int.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.pid")), CultureInfo.InvariantCulture);

    /// <summary>Ends a process between two instructions: <c>kill -9</c>.</summary>
    public void Kill(string name)
    {
        using Process process = Process.GetProcessById(Pid(name));
        process.Kill();
    }

    /// <summary>Stops a process where it is (<c>SIGSTOP</c>) until the answer is disposed.</summary>
    public async Task<IAsyncDisposable> FreezeAsync(string name)
    {
        await SignalAsync("STOP", Pid(name));
        return new Frozen(Pid(name));
    }

    /// <summary>Asks the script to stop everything.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        Process running = script!;
        if (!running.HasExited)
        {
            await SignalAsync("TERM", running.Id);
        }

        using CancellationTokenSource deadline = new(Patience);
        await running.WaitForExitAsync(deadline.Token);
        return running.ExitCode;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (script is not null)
        {
            await StopAsync();
            script.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<string> NextAsync(string beginning, CancellationToken cancellation)
    {
        while (await script!.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            printed.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line[beginning.Length..];
            }
        }

        throw new InvalidOperationException(
            $"The cluster did not start. It printed:{Environment.NewLine}{string.Join(Environment.NewLine, [.. printed, await errors!])}");
    }

    private static async Task SignalAsync(string name, int pid)
    {
        using Process signal = Process.Start("kill", [$"-{name}", pid.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
    }

    private sealed class Frozen(int pid) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await SignalAsync("CONT", pid);
    }
}
