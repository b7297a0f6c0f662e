using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>The real program from its start to its exit, and everything that it prints.</summary>
public sealed partial class SiloRun : IDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(100);

    private readonly Process process;
    private readonly Lock gate = new();
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="project">Silo, or Gateway for one in a process of its own.</param>
    /// <param name="files">How many files and sockets it can have open; null for as many as this process.</param>
    /// <param name="environment">Settings that are not for the command line.</param>
    public SiloRun(
        IEnumerable<string> arguments, string project = "Silo", int? files = null, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        string program = Find(project);
        string runtime = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] limited = files is null ? [] : ["prlimit", $"--nofile={files}:{files}"];

        // With the signal ignored, a file at its limit (LimitFilesAsync) is an error of the write, as on a full disk.
        ProcessStartInfo start = new("/bin/sh", ["-c", "trap '' XFSZ; exec \"$@\"", "sh", .. limited, runtime, program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Completes when the process is gone, for whatever reason.</summary>
    public Task Exited => exited.Task;

    public string Output => Read(output);

    public string Errors => Read(errors);

    public string Everything => $"{Output}{Environment.NewLine}{Errors}";

    /// <summary>Fails with the whole text when the process printed a stack trace with a line of this project.</summary>
    /// <param name="after">How many characters of <see cref="Everything"/> to leave out.</param>
    public void EnsureNoStackTrace(int after = 0)
    {
        string printed = Everything[after..];
        if (OwnFrame().IsMatch(printed))
        {
            throw new InvalidOperationException($"The process printed a stack trace:{Environment.NewLine}{printed}");
        }
    }

    /// <summary>Waits until the process has printed this.</summary>
    public async Task PrintsAsync(string text)
    {
        using CancellationTokenSource deadline = new(ExitPatience);
        using PeriodicTimer poll = new(PollPause);
        while (!Everything.Contains(text, StringComparison.Ordinal))
        {
            if (exited.Task.IsCompleted || deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The process did not print '{text}'. It printed:{Environment.NewLine}{Everything}");
            }

            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits until the process is gone and all that it printed was read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using CancellationTokenSource deadline = new(ExitPatience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The silo did not exit within {ExitPatience}. It printed:{Environment.NewLine}{Everything}");
        }

        return process.ExitCode;
    }

    /// <summary>Asks politely, as an orchestrator does.</summary>
    public async Task<int> StopAsync()
    {
        using Process signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Takes it away between two instructions: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ExitAsync();
    }

    /// <summary>No file of the process may grow beyond this size: the stores meet what they meet on a full disk. Null takes the limit away.</summary>
    public async Task LimitFilesAsync(long? bytes)
    {
        string limit = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using Process setting = Process.Start("prlimit", [$"--pid={process.Id.ToString(CultureInfo.InvariantCulture)}", $"--fsize={limit}:unlimited"]);
        await setting.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    /// <summary>The folder of a published silo to run (<c>IM_PUBLISHED</c>); null for the one that was built.</summary>
    public static string? Published { get; } = Environment.GetEnvironmentVariable("IM_PUBLISHED");

    /// <summary>The program as it was built for itself; beside the tests lies a copy whose dependencies are those of the tests.</summary>
    private static string Find(string project)
    {
        string name = $"ImOrleans.{project}.dll";
        if (project == "Silo" && Published is not null)
        {
            return Path.Combine(Published, name);
        }

        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string built = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, name);
        return File.Exists(built) ? built : Path.Combine(here.FullName, name);
    }

    [GeneratedRegex(@"^\s+at ImOrleans\.", RegexOptions.Multiline)]
    private static partial Regex OwnFrame();

    private void Append(StringBuilder text, string? line)
    {
        lock (gate)
        {
            text.AppendLine(line);
        }
    }

    private string Read(StringBuilder text)
    {
        lock (gate)
        {
            return text.ToString();
        }
    }
}
