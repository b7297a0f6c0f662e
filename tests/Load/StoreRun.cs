using System.Diagnostics;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.Load;

/// <summary>The message log alone: what the store carries when nothing else is in the way. Many conversations, one entry in each append.</summary>
internal sealed class StoreRun(bool sortedIds)
{
    private const int Senders = 256;
    private const int Conversations = 10_000;
    private const int Rounds = 6;
    private const int PerRound = 150_000;
    private readonly long[] heads = new long[Conversations];
    private readonly double[] latencies = new double[PerRound];

    public static async Task<int> RunAsync()
    {
        await new StoreRun(sortedIds: true).MeasureAsync();
        await new StoreRun(sortedIds: false).MeasureAsync();
        return 0;
    }

    private async Task MeasureAsync()
    {
        string folder = Directory.CreateTempSubdirectory("imorleans-store-").FullName;
        await using (var log = new SqliteMessageLog(
            new SqliteFile(Path.Combine(folder, "messages.db"), LogSchema.Current, new SqliteOptions()), NullLogger<SqliteMessageLog>.Instance))
        {
            for (int round = 1; round <= Rounds; round++)
            {
                var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(log, sender))));
                Report(round, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Each sender has its own conversations, and visits them in no order.</summary>
    private async Task SendAsync(SqliteMessageLog log, int sender)
    {
        var random = new Random(sender);
        byte[] body = new byte[300];
        for (int message = sender; message < PerRound; message += Senders)
        {
            int conversation = (random.Next(Conversations / Senders) * Senders) + sender;
            long started = Stopwatch.GetTimestamp();
            AppendResult result = await log.AppendAsync($"g:{conversation:00000}", heads[conversation], [NewEntry(sender, body)]);
            latencies[message] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            heads[conversation] = result.Receipts is [{ Duplicate: false }] ? result.Head : throw new InvalidOperationException("An append was not stored.");
        }
    }

    private NewEntry NewEntry(int sender, byte[] body)
    {
        Guid id = sortedIds ? Guid.CreateVersion7() : new Guid(Random.Shared.Next(), 0, 0, BitConverter.GetBytes(Random.Shared.NextInt64()));
        return new NewEntry
        {
            MessageId = id.ToString("N"),
            SenderId = $"u{sender}",
            ClientMessageId = id.ToString("N"),
            Kind = "text",
            SentAt = 1,
            Counts = true,
            Body = body,
        };
    }

    private void Report(int round, TimeSpan elapsed, TimeSpan cpu)
    {
        Array.Sort(latencies);
        Console.WriteLine(
            $"{(sortedIds ? "UUIDv7" : "random")} ids, round {round}: {PerRound / elapsed.TotalSeconds:N0} entries/s, " +
            $"p50 {latencies[PerRound / 2]:F1} p99 {latencies[PerRound * 99 / 100]:F1} max {latencies[^1]:F1} ms, " +
            $"{cpu.TotalMicroseconds / PerRound:F1} us of CPU each, generator included");
    }
}
