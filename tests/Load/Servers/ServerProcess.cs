using System.Diagnostics;
using ImOrleans.Engines;
using ImOrleans.Load.Measuring;

namespace ImOrleans.Load.Servers;

/// <summary>A server that this run has started, in a process and with a data folder of its own. Both are gone when it is disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly ServerOutput output = new();
    private readonly Process process;
    private readonly DirectoryInfo data;

    private ServerProcess(string assembly, Func<ServerProcess, IEnumerable<string>> arguments, DirectoryInfo data, bool serverGc)
    {
        this.data = data;
        Url = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        string meter = Path.Combine(data.FullName, "meter");
        ProcessStartInfo start = new(SiloProgram.Runtime, [assembly, .. arguments(this)])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[SiloProgram.Secret.Key] = SiloProgram.Secret.Value;
        start.Environment["DOTNET_gcServer"] = serverGc ? "1" : "0";
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[StartupHook.SocketVariable] = meter;
        process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        output.Follow(process);
        Meter = new ProcessMeter(process, meter);
    }

    public Uri Url { get; }

    public ProcessMeter Meter { get; }

    private string DataPath => data.FullName;

    public static Task<ServerProcess> StartImOrleansAsync(RunOptions options) => StartAsync(
        options, SiloProgram.Assembly, static server => SiloProgram.Arguments(server.Url, server.DataPath));

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
            await Readiness.WaitAsync(server.Url, server.process, TimeSpan.FromMilliseconds(100));
            return server;
        }
        catch
        {
            await Console.Error.WriteLineAsync(server.output.ToString());
            await server.DisposeAsync();
            throw;
        }
    }
}
