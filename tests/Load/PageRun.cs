using System.Diagnostics;
using System.Text;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Silo.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImOrleans.Load;

/// <summary>
/// Measures a page of 50 visible messages in a conversation of a million entries, when a tenth of them amend others and when none does.
/// </summary>
internal sealed class PageRun : IAsyncDisposable
{
    private const int Entries = 1_000_000;
    private const int PerAppend = 500;
    private const int Pages = 4_000;
    private const int Rounds = 5;
    private const string Conversation = "g:pages";
    private readonly string folder = Directory.CreateTempSubdirectory("imorleans-pages-").FullName;
    private readonly SqliteMessageLog plain;
    private readonly SqliteMessageLog amended;

    private PageRun() => (plain, amended) = (Open("plain.db"), Open("amended.db"));

    public static async Task<int> RunAsync()
    {
        await using PageRun run = new();
        await FillAsync(run.plain, amends: false);
        await FillAsync(run.amended, amends: true);
        List<double> ratios = [];
        for (int round = 1; round <= Rounds; round++)
        {
            double without = await MeasureAsync(run.plain, round);
            double with = await MeasureAsync(run.amended, round);
            ratios.Add(with / without);
            Console.WriteLine($"round {round}: a page without amendments {without:F1} us, with {with:F1} us, ratio {with / without:F2}");
        }

        ratios.Sort();
        Console.WriteLine($"median of the ratios: {ratios[Rounds / 2]:F2}");
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await plain.DisposeAsync();
        await amended.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task FillAsync(SqliteMessageLog log, bool amends)
    {
        Random random = new(1);
        byte[] body = Encoding.UTF8.GetBytes($$$"""{"content":{"text":"{{{new string('x', 270)}}}"}}""");
        byte[] overlay = Encoding.UTF8.GetBytes("""{"content":{"text":"edited"}}""");
        for (int head = 0; head < Entries; head += PerAppend)
        {
            List<NewEntry> entries = [];
            Dictionary<long, Amendment> amendments = [];
            for (int i = 0; i < PerAppend; i++)
            {
                bool isAmending = amends && head > 0 && random.Next(10) == 0;
                long target = head - random.Next(Math.Min(head, 1_000));
                entries.Add(Entry(isAmending ? target : null, body));
                if (isAmending)
                {
                    amendments[target] = new Amendment(i, target, overlay);
                }
            }

            await log.AppendAsync(Conversation, head, entries, [.. amendments.Values]);
        }
    }

    /// <returns>Microseconds for a page.</returns>
    private static async Task<double> MeasureAsync(SqliteMessageLog log, int seed)
    {
        Random random = new(seed);
        long started = Stopwatch.GetTimestamp();
        for (int page = 0; page < Pages; page++)
        {
            LogRange range = new(0, random.Next(1_000, Entries), 50, Newest: true) { Amendments = false };
            if ((await log.ReadAsync(Conversation, range)).Entries.Count != 50)
            {
                throw new InvalidOperationException("A page was not full.");
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / Pages;
    }

    private static NewEntry Entry(long? target, byte[] body)
    {
        string id = Guid.CreateVersion7().ToString("N");
        return new NewEntry
        {
            MessageId = id,
            SenderId = "anna",
            ClientMessageId = id,
            Kind = target is null ? "text" : "edit",
            SentAt = 1,
            Counts = target is null,
            IsPreview = target is null,
            Target = target,
            Body = body,
        };
    }

    private SqliteMessageLog Open(string file) =>
        new(new SqliteFile(Path.Combine(folder, file), LogSchema.Current, new SqliteOptions()), NullLogger<SqliteMessageLog>.Instance);
}
