using System.Diagnostics;
using ImOrleans.Load.Ledgers;

namespace ImOrleans.Load.Measuring;

/// <summary>The numbers of one slice. NaN for a server in another process group.</summary>
internal sealed class SliceResult
{
    public required double MessagesPerSecond { get; init; }

    public required double AckP50 { get; init; }

    public required double AckP99 { get; init; }

    public required double EndToEndP50 { get; init; }

    public required double EndToEndP99 { get; init; }

    public required double ServerMicroseconds { get; init; }

    public required double AllocatedBytes { get; init; }

    /// <summary>Milliseconds in which the server's threads stood still, per second.</summary>
    public required double GcPause { get; init; }

    public required double MemoryMegabytes { get; init; }

    public required double GeneratorMicroseconds { get; init; }

    /// <summary>Microseconds of processor time per message in each part of a cluster.</summary>
    public required IReadOnlyDictionary<string, double> Parts { get; init; }

    /// <summary>Processors that other processes kept busy.</summary>
    public required double ForeignCores { get; init; }

    public static SliceResult Of(Reading before, Reading after, IReadOnlyCollection<SentMessage> sent)
    {
        SentMessage[] acknowledged = [.. sent.Where(message => message.IsAcknowledged)];
        double[] acks = Milliseconds(acknowledged, message => message.AcknowledgedAt);
        double[] arrivals = Milliseconds(acknowledged.Where(message => message.Copies > 0), message => message.ReceivedAt);
        Usage? server = after.Server is { } end && before.Server is { } start ? end - start : null;
        double seconds = (after.At - before.At).TotalSeconds;
        double count = acknowledged.Length;
        return new SliceResult
        {
            MessagesPerSecond = count / seconds,
            AckP50 = Percentile.Of(acks, 0.50),
            AckP99 = Percentile.Of(acks, 0.99),
            EndToEndP50 = Percentile.Of(arrivals, 0.50),
            EndToEndP99 = Percentile.Of(arrivals, 0.99),
            ServerMicroseconds = server?.Cpu.TotalMicroseconds / count ?? double.NaN,
            AllocatedBytes = server?.Allocated / count ?? double.NaN,
            GcPause = server?.GcPause.TotalMilliseconds / seconds ?? double.NaN,
            MemoryMegabytes = server?.Memory / 1_048_576.0 ?? double.NaN,
            GeneratorMicroseconds = (after.Generator - before.Generator).TotalMicroseconds / count,
            Parts = after.Parts.ToDictionary(part => part.Key, part => (part.Value - before.Parts[part.Key]).TotalMicroseconds / count),
            ForeignCores = (after.Foreign - before.Foreign).TotalSeconds / seconds,
        };
    }

    private static double[] Milliseconds(IEnumerable<SentMessage> messages, Func<SentMessage, long> until) =>
        [.. messages.Select(message => Stopwatch.GetElapsedTime(message.SentAt, until(message)).TotalMilliseconds).Order()];
}
