using CsCheck;
using Xunit;
using static ImOrleans.StoreTests.Logs.Drafts;

namespace ImOrleans.StoreTests.Logs;

public abstract partial class MessageLogContract
{
    private static readonly Gen<(int Off, int[] Messages)[]> Calls =
        Gen.Select(Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[-2, 2])), Gen.Int[0, 30].Array[0, 5]).Array[1, 20];

    [Fact]
    public Task Random_appends_and_retries_agree_with_a_list() =>
        Calls.SampleAsync(AgreesWithAListAsync, iter: Models, threads: 1);

    private async Task AgreesWithAListAsync((int Off, int[] Messages)[] calls)
    {
        var conversation = Guid.CreateVersion7().ToString();
        List<int> stored = [];
        foreach (var (off, messages) in calls)
        {
            int[] fresh = [.. messages.Distinct().Except(stored)];
            var accepted = off == 0 || fresh.Length == 0;
            var result = await Log.AppendAsync(conversation, stored.Count + off, [.. messages.Select(message => Draft($"c{message}"))]);

            stored.AddRange(accepted ? fresh : []);
            Assert.Equal(stored.Count, result.Head);
            Assert.Equal(accepted ? messages.Select(message => stored.IndexOf(message) + 1L) : null, result.Receipts?.Select(receipt => receipt.Seq));
        }

        var entries = (await Log.ReadAsync(conversation, All)).Entries;
        Assert.Equal(stored.Select(message => $"c{message}"), entries.Select(entry => entry.ClientMessageId));
    }
}
