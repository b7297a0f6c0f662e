using System.Diagnostics;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Logs;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

/// <summary>A measurement, run by hand on a release build: the goal is 30,000 entries a second.</summary>
public sealed class LogThroughputTests(ITestOutputHelper output)
{
    private const int Senders = 256;
    private const int Conversations = 10_000;
    private const int Rounds = 6;
    private const int PerRound = 150_000;

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Appending_to_ten_thousand_conversations(bool sortedIds)
    {
        using var folder = new TemporaryFolder();
        await using var log = SqliteFiles.OpenLog(folder.File("messages.db"));
        var heads = new long[Conversations];
        for (var round = 1; round <= Rounds; round++)
        {
            var latencies = new double[PerRound];
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(log, heads, sender, sortedIds, latencies))));
            Report(round, sortedIds, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu, latencies);
        }
    }

    /// <summary>Each sender has its own conversations, and visits them in no order.</summary>
    private static async Task SendAsync(SqliteMessageLog log, long[] heads, int sender, bool sortedIds, double[] latencies)
    {
        var random = new Random(sender);
        var body = new byte[300];
        for (var message = sender; message < PerRound; message += Senders)
        {
            var conversation = random.Next(Conversations / Senders) * Senders + sender;
            var id = sortedIds ? Guid.CreateVersion7() : new Guid(Random.Shared.Next(), 0, 0, BitConverter.GetBytes(Random.Shared.NextInt64()));
            var started = Stopwatch.GetTimestamp();
            var result = await log.AppendAsync($"g:{conversation:00000}", heads[conversation], [Drafts.Draft(id.ToString("N"), $"u{sender}", body: body)]);
            latencies[message] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            Assert.False(result.Receipts![0].Duplicate);
            heads[conversation] = result.Head;
        }
    }

    private void Report(int round, bool sortedIds, TimeSpan elapsed, TimeSpan cpu, double[] latencies)
    {
        Array.Sort(latencies);
        output.WriteLine(
            $"{(sortedIds ? "UUIDv7" : "random")} round {round}: {PerRound / elapsed.TotalSeconds:N0}/s, " +
            $"p50 {latencies[PerRound / 2]:F1} p99 {latencies[PerRound * 99 / 100]:F1} max {latencies[^1]:F1} ms, " +
            $"{cpu.TotalMicroseconds / PerRound:F1} us of CPU each");
    }
}
