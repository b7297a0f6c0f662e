using ImOrleans.StoreTests.Logs;

namespace ImOrleans.StoreTests.Sqlite;

/// <summary>The process that the crash test kills: it appends entries, and prints each one that was acknowledged.</summary>
internal static class CrashChild
{
    public const string Verb = "append-until-killed";
    public const int Senders = 16;

    public static async Task<int> AppendUntilKilled(string path)
    {
        var log = SqliteFiles.OpenLog(path);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (var head = 0L; ; head++)
            {
                var result = await log.AppendAsync($"g:{sender}", head, [Drafts.Draft($"c{head + 1}")]);
                Console.WriteLine($"g:{sender} {result.Receipts![0].Seq}");
            }
        }));
        return 0;
    }
}
