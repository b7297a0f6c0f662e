using System.Diagnostics;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Sqlite;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

public sealed class CrashingTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    public async Task Everything_acknowledged_before_a_kill_is_there_once(int acknowledgements)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("messages.db");

        var acknowledged = await KillAfterAsync(path, acknowledgements);

        await using var log = SqliteFiles.OpenLog(path);
        foreach (var (conversation, head) in acknowledged)
        {
            var entries = await ReadAllAsync(log, conversation);
            Assert.True(entries.Count >= head, $"{conversation} acknowledged {head} and holds {entries.Count}");
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(seq => ((long)seq, $"c{seq}")), entries.Select(entry => (entry.Seq, entry.ClientMessageId)));
            Assert.Equal(entries.Count + 1, (await log.AppendAsync(conversation, entries.Count, [Logs.Drafts.Draft("after")])).Head);
        }
    }

    /// <summary>Kill -9 while the child prints; what it still had in the pipe counts too.</summary>
    private static async Task<Dictionary<string, long>> KillAfterAsync(string path, int acknowledgements)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [CrashChild.Verb, path]) { RedirectStandardOutput = true })!;
        var heads = new Dictionary<string, long>();
        for (var line = 1; await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } receipt; line++)
        {
            if (receipt.Split(' ') is [var conversation, var seq] && long.TryParse(seq, out var head))
            {
                heads[conversation] = head;
            }

            if (line == acknowledgements)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, child.ExitCode);
        return heads;
    }

    private static async Task<List<StoredEntry>> ReadAllAsync(SqliteMessageLog log, string conversation)
    {
        List<StoredEntry> entries = [];
        while (await log.ReadAsync(conversation, new LogRange(entries.Count, long.MaxValue, 1_000, Newest: false)) is { Entries.Count: > 0 } page)
        {
            entries.AddRange(page.Entries);
        }

        return entries;
    }
}
