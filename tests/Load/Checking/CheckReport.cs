using System.Diagnostics;
using System.Globalization;
using ImOrleans.Load.Checking.Nemeses;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Load.Checking.Verifying;
using ImOrleans.Load.Measuring;

namespace ImOrleans.Load.Checking;

/// <summary>The run in numbers.</summary>
internal sealed class CheckReport(CheckOptions options)
{
    private readonly SortedDictionary<string, int> strikes = [];
    private readonly List<(string Name, string Value)> rows = [];
    private long began;
    private TimeSpan took;

    public Recovery Recovery { get; } = new();

    public string Title { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{options.Messages:N0} messages, {options.Rounds} rounds, {options.Users} users with {options.Devices} devices each, {options.Directs} conversations of two, {options.Groups} groups, nemesis {options.Nemesis}{(options.HasCluster ? $", {options.Silos} silos, {options.Gateways} gateways, {options.Store}, {options.Streams}" : "")}");

    public void Begin() => began = Stopwatch.GetTimestamp();

    public void End() => took = Stopwatch.GetElapsedTime(began);

    public void Struck(string nemesis) => strikes[nemesis] = strikes.GetValueOrDefault(nemesis) + 1;

    /// <summary>Takes down what the town has counted.</summary>
    public void Saw(Town town)
    {
        Row("messages sent", $"{town.Texts.Count:N0}");
        Row("acknowledgements, of repetitions too", $"{town.Traffic.Acknowledgements:N0}");
        Row("attempts with an unknown outcome, repeated", $"{town.Traffic.Unknown:N0}");
        Row("connections made", $"{town.Devices.Sum(device => device.Connections):N0}");
        Row("seconds, without reading back", $"{took.TotalSeconds:F0}");
        Row("messages/s, faults included", $"{town.Texts.Count / took.TotalSeconds:N0}");
        Row("strikes", string.Join(", ", strikes.Select(strike => $"{strike.Key} {strike.Value}")));
        Row("kill -9 to ready, s", Spread(Recovery.ReadyAfterKill));
        Row("kill -9 to the next acknowledgement, s", Spread(Recovery.AcknowledgedAfterKill));
        Row($"storm of {town.Devices.Count:N0} devices until all are synced, s", Spread(Recovery.Storms));
        foreach ((string nemesis, List<double> times) in Recovery.Sending.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Row($"every conversation sends again after: {nemesis}, s", Spread(times));
        }

        foreach ((string nemesis, List<double> times) in Recovery.Level.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Row($"every device has everything after: {nemesis}, s", Spread(times));
        }

        Row("restarts that nobody asked for", Recovery.Restarts.Count == 0 ? "none" : string.Join("; ", Recovery.Restarts));
        foreach ((string note, int count) in town.Notes.Take(5))
        {
            Row($"clients were notified {count:N0} times", (note.Length > 160 ? note[..160] : note).ReplaceLineEndings(" "));
        }
    }

    public void Print(TextWriter output, Verdict verdict)
    {
        output.WriteLine(Title);
        Row("entries stored", $"{verdict.Stored:N0}");
        Row("shown to devices by push, by pull", $"{verdict.Pushed:N0}, {verdict.Pulled:N0}");
        foreach ((string name, string value) in rows)
        {
            output.WriteLine($"| {name} | {value} |");
        }
    }

    private void Row(string name, FormattableString value) => rows.Add((name, FormattableString.Invariant(value)));

    private void Row(string name, string value) => rows.Add((name, value));

    private static string Spread(IReadOnlyList<double> seconds) => seconds.Count == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"median {Percentile.Median(seconds):F2}, worst {seconds.Max():F2}, of {seconds.Count}");
}
