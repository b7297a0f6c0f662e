using System.Collections.Concurrent;
using System.Diagnostics;

namespace ImOrleans.Load.Servers;

/// <summary>The last lines that a process has printed, for when it fails.</summary>
internal sealed class ServerOutput
{
    private const int LinesKept = 40;
    private readonly ConcurrentQueue<string> lines = new();

    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public override string ToString() => string.Join(Environment.NewLine, lines);

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }

        while (lines.Count > LinesKept)
        {
            lines.TryDequeue(out _);
        }
    }
}
