using System.Text;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Sqlite;
using ImOrleans.StoreTests.Logs;
using Xunit;

namespace ImOrleans.StoreTests.Sqlite;

/// <summary>The bytes of redacted content leave the files, not only the answers.</summary>
public sealed class ErasingTests
{
    private const string Secret = "the-secret-that-has-to-go";

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task Redacted_content_leaves_all_files_while_the_store_is_open(int times)
    {
        using TemporaryFolder folder = new();
        await using SqliteMessageLog log = SqliteFiles.OpenLog(folder.File("messages.db"), options: new SqliteOptions { ErasureTime = TimeSpan.FromSeconds(1) });
        byte[] secret = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Secret, times)));
        await log.AppendAsync("g:1", 0, [Drafts.Draft("before"), Drafts.Draft("c", body: secret), .. Drafts.Many(50)]);
        await log.AppendAsync("g:1", 52, [Drafts.About(2, "edit") with { Body = secret }], [new Amendment(0, 2, secret)]);
        Assert.True(Holds(folder.Path));

        await log.AppendAsync("g:1", 53, [Drafts.About(2, "recall")], [new Amendment(0, 2, default, Redacts: true)]);
        Assert.False(await log.EraseAsync("g:1", 100));

        await UntilGone(folder.Path);
        Assert.Equal(54, (await log.ReadAsync("g:1", Drafts.All)).Entries.Count);
    }

    private static async Task UntilGone(string folder)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(60));
        while (Holds(folder))
        {
            Assert.False(late.IsCancellationRequested, "The redacted content is still in the files.");
            await Task.Yield();
        }
    }

    private static bool Holds(string folder) => Directory.GetFiles(folder).Any(file =>
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0;
    });
}
