using System.Diagnostics;
using System.Globalization;
using ImOrleans.Engines;
using ImOrleans.Load.Checking;

namespace ImOrleans.Load.Servers;

/// <summary>A silo whose folder and ports stay while its process is killed, stopped in its tracks and started again.</summary>
internal sealed class KeptServer : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private readonly string[] command;
    private readonly Dictionary<string, string> environment = new([SiloProgram.Secret]);
    private readonly DirectoryInfo data;
    private ServerOutput output = new();
    private Process? process;

    public KeptServer(CheckOptions options)
    {
        Url = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        string program = Path.GetFullPath(options.Program ?? SiloProgram.Assembly);
        if (!File.Exists(program))
        {
            throw new InvalidOperationException($"There is no server to start at {program}. Build it, or name another with --program.");
        }

        data = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(options.Data), $"im-check-{Guid.CreateVersion7():N}"));

        // A process that exceeds its file size limit gets a signal that kills it by default. A full disk sends no such signal.
        command =
        [
            "-c", "trap '' XFSZ; exec \"$@\"", "sh", SiloProgram.Runtime, program,
            .. SiloProgram.Arguments(Url, data.FullName),
            .. SiloProgram.ShortSilence,
            .. Pairs.Of(options.Set).Select(setting => $"--{setting.Name}={setting.Value}"),
        ];
        foreach ((string name, string value) in Pairs.Of(options.Env))
        {
            environment[name] = value.Replace("{data}", data.FullName, StringComparison.Ordinal);
        }
    }

    public Uri Url { get; }

    public string DataPath => data.FullName;

    public int ProcessId => process!.Id;

    /// <summary>For the next start.</summary>
    public void SetEnvironment(string name, string value) =>
        environment[name] = name == "LD_PRELOAD" && environment.TryGetValue(name, out string? before) ? $"{before}:{value}" : value;

    /// <summary>Starts it, for the first time or again, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        ProcessStartInfo start = new("/bin/sh", command)
        {
            WorkingDirectory = Path.GetDirectoryName(command[4]),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        output = new ServerOutput();
        output.Follow(process);
        try
        {
            await Readiness.WaitAsync(Url, process, Step);
        }
        catch (InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(output.ToString());
            throw;
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public bool HasExited => process!.HasExited;

    /// <summary>The last output since the last start.</summary>
    public string LastWords => output.ToString();

    public Task SignalAsync(string signal) => Tool.RunAsync("kill", $"-{signal}", ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>No file may grow beyond this size any more; null takes the limit away.</summary>
    public Task LimitFilesAsync(long? bytes) => Tool.RunAsync(
        "prlimit", $"--pid={ProcessId}", $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:unlimited");

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        data.Delete(recursive: true);
    }
}
