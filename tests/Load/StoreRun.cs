using System.Diagnostics;
using ImOrleans.Engines;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.ServiceDefaults.Postgres;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.Silo.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.Load;

/// <summary>The message log alone: what the store carries when nothing else is in the way. Many conversations, one entry in each append.</summary>
internal sealed class StoreRun(string store, bool sortedIds)
{
    private const int Senders = 256;
    private const int Conversations = 10_000;
    private const int Rounds = 6;
    private const int PerRound = 150_000;
    private readonly long[] heads = new long[Conversations];
    private readonly double[] latencies = new double[PerRound];

    public static async Task<int> RunAsync()
    {
        foreach (bool sortedIds in (bool[])[true, false])
        {
            await MeasureSqliteAsync(sortedIds);
            await MeasurePostgresAsync(sortedIds);
        }

        return 0;
    }

    private static async Task MeasureSqliteAsync(bool sortedIds)
    {
        string folder = Directory.CreateTempSubdirectory("imorleans-store-").FullName;
        SqliteFile file = new(Path.Combine(folder, "messages.db"), LogSchema.Current, new SqliteOptions());
        await using (SqliteMessageLog log = new(file, NullLogger<SqliteMessageLog>.Instance))
        {
            await new StoreRun("SQLite", sortedIds).MeasureAsync(log);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A server of its own with the settings of the system, so that it syncs.</summary>
    private static async Task MeasurePostgresAsync(bool sortedIds)
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        PostgresOptions options = new() { ConnectionString = await server.CreateDatabaseAsync() };
        await using PostgresDatabase database = new(options, NullLogger<PostgresDatabase>.Instance);
        await database.OpenAsync();
        await using PostgresMessageLog log = new(database);
        await new StoreRun("PostgreSQL", sortedIds).MeasureAsync(log);
    }

    private async Task MeasureAsync(IMessageLog log)
    {
        for (int round = 1; round <= Rounds; round++)
        {
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(log, sender))));
            Report(round, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        }
    }

    /// <summary>Each sender has its own conversations, and visits them in no order.</summary>
    private async Task SendAsync(IMessageLog log, int sender)
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
            $"{store}, {(sortedIds ? "UUIDv7" : "random")} ids, round {round}: {PerRound / elapsed.TotalSeconds:N0} entries/s, " +
            $"p50 {latencies[PerRound / 2]:F1} p99 {latencies[PerRound * 99 / 100]:F1} max {latencies[^1]:F1} ms, " +
            $"{cpu.TotalMicroseconds / PerRound:F1} us of CPU each, generator included, server not");
    }
}
