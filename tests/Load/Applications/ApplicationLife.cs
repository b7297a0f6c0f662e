using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load.Applications;

/// <summary>One application over all of its runs: its store stays, its process is killed, and what it printed is kept.</summary>
/// <param name="application">The assembly that runs it.</param>
internal sealed class ApplicationLife(string application, Uri url, string username, string conversationId, string storePath) : IDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private Process? process;
    private Task read = Task.CompletedTask;

    public string Username => username;

    /// <summary>The printed lines, each a word and numbers. A line <c>run</c> marks the start of a process.</summary>
    public string[][] Lines => [.. lines.Select(line => line.Split(' '))];

    /// <summary>The messages that entered the outbox, in their order.</summary>
    public (int Number, string ClientMessageId)[] Queued =>
        [.. Lines.Where(line => line[0] == "queued").Select(line => (int.Parse(line[1], CultureInfo.InvariantCulture), line[2]))];

    public void Start(int messages)
    {
        // A message whose process died before it could say so may be in the outbox: its number is not used again.
        int from = Queued is [.., var last] ? last.Number + 2 : 1;
        lines.Enqueue("run");
        string[] arguments =
        [
            application, "application", "--url", $"{url}", "--username", username, "--store", storePath,
            "--conversation", conversationId, "--from", $"{from}", "--messages", $"{messages}",
        ];
        process = Process.Start(new ProcessStartInfo(SiloProgram.Runtime, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        read = ReadAsync(process.StandardOutput);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        await read;
        process.Dispose();
        process = null;
    }

    public bool HasExited => process is not { HasExited: false };

    public void Dispose()
    {
        process?.Kill();
        process?.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
        }
    }
}
