using System.Globalization;

namespace ImOrleans.Load.Measuring;

/// <summary>
/// The slices as they were, the median of each target, and the one against the other: slice by slice, because two neighbours had the same
/// machine, and the medians need not.
/// </summary>
internal static class ResultTable
{
    private static readonly (string Title, string Format, Func<SliceResult, double> Value)[] Columns =
    [
        ("messages/s", "N0", slice => slice.MessagesPerSecond),
        ("ack p50 ms", "F2", slice => slice.AckP50),
        ("ack p99 ms", "F1", slice => slice.AckP99),
        ("e2e p50 ms", "F2", slice => slice.EndToEndP50),
        ("e2e p99 ms", "F1", slice => slice.EndToEndP99),
        ("server us/msg", "F1", slice => slice.ServerMicroseconds),
        ("alloc B/msg", "N0", slice => slice.AllocatedBytes),
        ("GC pause ms/s", "F1", slice => slice.GcPause),
        ("RSS MB", "F0", slice => slice.MemoryMegabytes),
        ("generator us/msg", "F1", slice => slice.GeneratorMicroseconds),
        ("foreign cores", "F2", slice => slice.ForeignCores),
    ];

    public static void Print(IReadOnlyDictionary<string, List<SliceResult>> results)
    {
        PrintRow("", Columns.Select(column => column.Title));
        PrintRow("---", Columns.Select(_ => "---:"));
        int slices = results.Values.Max(target => target.Count);
        for (int slice = 0; slice < slices; slice++)
        {
            foreach ((string name, List<SliceResult> target) in results)
            {
                PrintRow($"{name} {slice + 1}", Columns.Select(column => Text(column.Value(target[slice]), column.Format)));
            }
        }

        foreach ((string name, List<SliceResult> target) in results)
        {
            PrintRow($"**{name}, median**", Columns.Select(column => Text(Percentile.Median(target.Select(column.Value)), column.Format)));
        }

        foreach (((string name, List<SliceResult> ours), (string other, List<SliceResult> theirs)) in results.Zip(results.Skip(1),
            (one, next) => ((one.Key, one.Value), (next.Key, next.Value))))
        {
            PrintRow($"**{name} to {other}, neighbours, median**", Columns.SkipLast(1).Select(column =>
                Text(Percentile.Median(ours.Zip(theirs, (our, their) => column.Value(our) / column.Value(their))), "F2")).Append(""));
        }

        foreach ((string name, List<SliceResult> target) in results.Where(result => result.Value[0].Parts.Count > 0))
        {
            Console.WriteLine($"\n{name}, us/msg by part, median: " + string.Join(", ", target[0].Parts.Keys.Select(part =>
                $"{part} {Text(Percentile.Median(target.Select(slice => slice.Parts[part])), "F1")}")));
        }
    }

    private static string Text(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);

    private static void PrintRow(string name, IEnumerable<string> cells) => Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
}
