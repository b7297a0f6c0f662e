using System.Collections.Concurrent;
using ImOrleans.Engines;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Postgres;
using ImOrleans.StoreTests.Logs;
using Xunit;

namespace ImOrleans.StoreTests.Postgres;

/// <summary>A server that is killed while a silo writes, and started again. The silo goes on with it.</summary>
public sealed class CrashingTests
{
    private const int Senders = 16;
    private const int Acknowledgements = 1_000;

    [Fact]
    public async Task Everything_acknowledged_before_the_server_was_killed_is_there_once_and_the_silo_goes_on()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using PostgresDatabase database = await PostgresDatabases.OpenAsync(await server.CreateDatabaseAsync());
        await using PostgresMessageLog log = new(database);
        ConcurrentDictionary<string, long> acknowledged = [];
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] senders =
            [.. Enumerable.Range(0, Senders).Select(sender => SendUntilItFailsAsync(log, $"g:{sender}", acknowledged, enough))];

        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await server.KillAsync();
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotNull(await database.FaultAsync(TestContext.Current.CancellationToken));
        await server.StartAgainAsync();

        foreach ((string conversation, long head) in acknowledged)
        {
            List<StoredEntry> entries = await ReadAllAsync(log, conversation);
            Assert.InRange(entries.Count, head, head + 1);
            Assert.Equal(
                Enumerable.Range(1, entries.Count).Select(seq => ((long)seq, $"c{seq}")),
                entries.Select(entry => (entry.Seq, entry.ClientMessageId)));

            // The client retries what it does not know about, and sends the next one.
            AppendResult retried = await log.AppendAsync(conversation, entries.Count, [Drafts.Draft($"c{head + 1}"), Drafts.Draft("next")]);
            Assert.Equal((head + 2, entries.Count > head), (retried.Head, retried.Receipts![0].Duplicate));
        }

        Assert.Null(database.Faults.Last);
    }

    private static async Task SendUntilItFailsAsync(
        PostgresMessageLog log, string conversation, ConcurrentDictionary<string, long> acknowledged, TaskCompletionSource enough)
    {
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (long head = 0; ; head++)
            {
                await log.AppendAsync(conversation, head, [Drafts.Draft($"c{head + 1}")]);
                acknowledged[conversation] = head + 1;
                if (acknowledged.Values.Sum() >= Acknowledgements)
                {
                    enough.TrySetResult();
                }
            }
        });
    }

    private static async Task<List<StoredEntry>> ReadAllAsync(PostgresMessageLog log, string conversation)
    {
        List<StoredEntry> entries = [];
        while (await log.ReadAsync(conversation, Drafts.All with { After = entries.Count }) is { Entries.Count: > 0 } page)
        {
            entries.AddRange(page.Entries);
        }

        return entries;
    }
}
