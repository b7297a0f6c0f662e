using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using ImOrleans.Load.Measuring;

namespace ImOrleans.Load.Servers;

/// <summary>A server that this run has started, in a process and with a data folder of its own. Both are gone when it is disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 40;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> lastLines = new();
    private readonly Process process;
    private readonly DirectoryInfo data;

    private ServerProcess(string assembly, Func<ServerProcess, IEnumerable<string>> arguments, DirectoryInfo data, bool serverGc)
    {
        this.data = data;
        Url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        string meter = Path.Combine(data.FullName, "meter");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments(this)])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = serverGc ? "1" : "0";
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[StartupHook.SocketVariable] = meter;
        process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Meter = new ProcessMeter(process, meter);
    }

    public Uri Url { get; }

    public ProcessMeter Meter { get; }

    private string DataPath => data.FullName;

    /// <summary>The release or debug build beside this one.</summary>
    public static Task<ServerProcess> StartImOrleansAsync(RunOptions options)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string silo = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Silo", configuration, "ImOrleans.Silo.dll"));
        return StartAsync(options, silo, static server =>
        [
            $"--urls={server.Url}",
            $"--Im:DataPath={server.DataPath}",
            $"--Im:Cluster:SiloPort={FreePort.Find()}",
            $"--Im:Cluster:GatewayPort={FreePort.Find()}",
            $"--Im:Auth:SigningKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--Im:Accounts:PasswordIterations=1000",
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
        ]);
    }

    public static Task<ServerProcess> StartBaselineAsync(RunOptions options) => StartAsync(
        options, typeof(ServerProcess).Assembly.Location, static server => ["baseline", $"--urls={server.Url}", $"--data={server.DataPath}"]);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
        data.Delete(recursive: true);
    }

    private static async Task<ServerProcess> StartAsync(RunOptions options, string assembly, Func<ServerProcess, IEnumerable<string>> arguments)
    {
        DirectoryInfo data = Directory.CreateDirectory(Path.Combine(options.Data, $"im-load-{Guid.CreateVersion7():N}"));
        ServerProcess server = new(assembly, arguments, data, options.ServerGc);
        try
        {
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, server.lastLines));
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task ReadyAsync()
    {
        using HttpClient http = new() { BaseAddress = Url };
        using CancellationTokenSource patience = new(StartTimeout);
        using PeriodicTimer rounds = new(TimeSpan.FromMilliseconds(100));
        while (await rounds.WaitForNextTickAsync(patience.Token))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {process.ExitCode} before it was ready.");
            }

            if (await IsReadyAsync(http, patience.Token))
            {
                return;
            }
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lastLines.Enqueue(line);
        }

        while (lastLines.Count > LinesKept)
        {
            lastLines.TryDequeue(out _);
        }
    }
}
