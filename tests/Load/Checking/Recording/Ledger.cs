using System.Diagnostics;
using System.Text;

namespace ImOrleans.Load.Checking.Recording;

/// <summary>
/// Everything that was sent, acknowledged and seen, in a file, in the order of the events. Rules that compare by order rely on this: a
/// question is written before it leaves, an answer after it came.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private const int FlushAt = 1 << 16;
    private readonly Lock gate = new();
    private readonly StringBuilder waiting = new(2 * FlushAt);
    private readonly StreamWriter file;
    private readonly long began = Stopwatch.GetTimestamp();

    public Ledger(string path)
    {
        Path = path;
        file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), FlushAt);
    }

    public string Path { get; }

    /// <summary>Since the run began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(began);

    public static IEnumerable<Fact> Read(string path) => File.ReadLines(path).Select(line => FactFormat.Parse(line));

    public void Write(Fact fact)
    {
        lock (gate)
        {
            FactFormat.Append(waiting, fact with { At = (long)Now.TotalMilliseconds });
            if (waiting.Length >= FlushAt)
            {
                Flush();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            Flush();
            file.Dispose();
        }
    }

    private void Flush()
    {
        file.Write(waiting);
        waiting.Clear();
    }
}
