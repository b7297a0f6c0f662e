using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage;
using ImOrleans.StoreTests.Logs;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

/// <summary>One bad write fails alone; a bad transaction fails all of its callers, and the next one is served again.</summary>
public sealed class FailingTests
{
    [Fact]
    public async Task A_bad_append_fails_alone()
    {
        using var folder = new TemporaryFolder();
        await using var log = SqliteFiles.OpenLog(folder.File("messages.db"));
        OpeningTests.Execute(
            folder.File("messages.db"),
            "CREATE TRIGGER poison BEFORE INSERT ON entries WHEN NEW.sender_id = 'poison' BEGIN SELECT RAISE(ABORT, 'poisoned'); END");

        var appends = Enumerable.Range(0, 300)
            .Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a"), Drafts.Draft("b", sender: i == 150 ? "poison" : "anna")]))
            .ToList();

        await Assert.ThrowsAsync<IOException>(() => appends[150]);
        appends.RemoveAt(150);
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(2, result.Head));
        Assert.Empty(await log.HeadsAsync(new HeadsQuery(["c150"])));
    }

    [Fact]
    public async Task While_every_commit_fails_all_callers_hear_of_it_and_afterwards_all_are_served()
    {
        using var folder = new TemporaryFolder();
        var full = true;
        await using var log = SqliteFiles.OpenLog(folder.File("messages.db"), stage => ThrowIf(full && stage == CommitStage.Before));

        var failing = Enumerable.Range(0, 100).Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a")])).ToList();
        await Assert.AllAsync(failing, append => Assert.ThrowsAsync<IOException>(() => append));

        full = false;
        var served = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a")])));
        Assert.All(served, result => Assert.False(result.Receipts![0].Duplicate));
    }

    [Fact]
    public async Task Appends_queued_before_the_close_are_stored()
    {
        using var folder = new TemporaryFolder();
        var log = SqliteFiles.OpenLog(folder.File("messages.db"));
        var appends = Enumerable.Range(0, 500).Select(i => log.AppendAsync($"c{i}", 0, [Drafts.Draft("a")])).ToList();
        await log.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(1, result.Head));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync("c", 0, [Drafts.Draft("a")]));
    }

    [Fact]
    public async Task The_write_ahead_log_stays_within_its_limit()
    {
        using var folder = new TemporaryFolder();
        await using var log = SqliteFiles.OpenLog(folder.File("messages.db"), options: new() { CheckpointMegabytes = 1, WalLimitMegabytes = 2 });
        for (var head = 0; head < 2_000; head += 10)
        {
            await log.AppendAsync("g:1", head, [.. Enumerable.Range(head, 10).Select(i => Drafts.Draft($"c{i}", body: new byte[8_192]))]);
        }

        Assert.InRange(new FileInfo(folder.File("messages.db-wal")).Length, 1, 4 * 1_048_576);
    }

    private static void ThrowIf(bool full)
    {
        if (full)
        {
            throw new IOException("the disk is full");
        }
    }
}
