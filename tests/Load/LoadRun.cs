using ImOrleans.Load.Chat;
using ImOrleans.Load.Measuring;
using ImOrleans.Load.Servers;

namespace ImOrleans.Load;

/// <summary>
/// All servers under the same load, in turns: whatever else the machine does, it does to all. While one is loaded, the others
/// rest with their connections open.
/// </summary>
internal static class LoadRun
{
    /// <returns>1 when a server broke a promise.</returns>
    public static async Task<int> RunAsync(RunOptions options)
    {
        await using ServerProcess? ours = options.Url is null ? await ServerProcess.StartImOrleansAsync(options) : null;
        await using ServerProcess theirs = await ServerProcess.StartBaselineAsync(options);
        await using KeptCluster? cluster = options.Silos > 0 ? new KeptCluster(options.Cluster, shortSilence: false) : null;
        ClusterMeter? clusterMeter = cluster is null ? null : new ClusterMeter(cluster);
        await (cluster?.StartAsync() ?? Task.CompletedTask);
        await using ImOrleansTarget? apart = cluster is null ? null : new("cluster", clusterMeter, cluster.Urls, options);
        await using ImOrleansTarget imOrleans = new("ImOrleans", ours?.Meter, [ours?.Url ?? options.Url!], options);
        await using BaselineTarget baseline = new(theirs, options);
        Target[] targets = [.. apart is null ? [] : (Target[])[apart], imOrleans, baseline];
        IMeter?[] meters = [clusterMeter, ours?.Meter, theirs.Meter];
        foreach (Target target in targets)
        {
            await target.OpenAsync();
        }

        Console.WriteLine(
            $"{options.Pairs} pairs, {2 * options.Pairs} connections, {options.Inflight} sends under way each, texts of {options.Body} bytes, " +
            $"{options.Protocol}, {options.Slices} slices of {options.Seconds} s, {options.Warmup} s of warm-up, seed {options.Seed}, {(options.ServerGc ? "server" : "workstation")} GC\n");
        List<string> violations = [];
        ResultTable.Print(await MeasureAsync(targets, new Meters([.. meters.OfType<IMeter>()]), options, violations));
        Pair[] stored = [.. imOrleans.Pairs, .. apart?.Pairs ?? []];
        foreach (Pair pair in stored)
        {
            violations.AddRange(await ImOrleansTarget.AuditWholeAsync(pair));
        }

        Console.WriteLine($"\n{stored.Sum(pair => pair.Head):N0} messages are stored in ImOrleans; violations: {violations.Count}");
        violations.ForEach(Console.WriteLine);
        return violations.Count > 0 ? 1 : 0;
    }

    private static async Task<Dictionary<string, List<SliceResult>>> MeasureAsync(
        Target[] targets, Meters meters, RunOptions options, List<string> violations)
    {
        Dictionary<string, List<SliceResult>> results = targets.ToDictionary(target => target.Name, _ => new List<SliceResult>());
        for (int slice = options.Warmup > 0 ? 0 : 1; slice <= options.Slices; slice++)
        {
            foreach (Target target in targets)
            {
                SliceResult result = await new Slice(target, meters, violations).RunAsync(
                    TimeSpan.FromSeconds(slice == 0 ? options.Warmup : options.Seconds));
                if (slice > 0)
                {
                    results[target.Name].Add(result);
                }

                await Console.Error.WriteLineAsync(
                    $"{target.Name} {(slice == 0 ? "warm-up" : slice)}: {result.MessagesPerSecond:N0}/s, foreign cores {result.ForeignCores:F2}, " +
                    $"violations so far {violations.Count}");
            }
        }

        return results;
    }
}
