using ImOrleans.Load.Chat;
using ImOrleans.Load.Ledgers;
using ImOrleans.Load.Measuring;

namespace ImOrleans.Load;

/// <summary>All users of a target send for a while; then everything is compared.</summary>
internal sealed class Slice(Target target, Meters meters, ICollection<string> violations)
{
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(15);

    public async Task<SliceResult> RunAsync(TimeSpan length)
    {
        Array.ForEach(target.Pairs, pair => pair.BeginSlice());
        Reading before = meters.Read(target.Meter);
        using (CancellationTokenSource stop = new(length))
        {
            await Task.WhenAll(target.Pairs.Select(pair => pair.SendAsync(stop.Token)));
        }

        Reading after = meters.Read(target.Meter);
        await SettleAsync();
        await Parallel.ForEachAsync(target.Pairs, async (pair, _) => Add(await target.AuditAsync(pair)));
        SentMessage[] sent = [.. target.Pairs.SelectMany(pair => pair.Sent)];
        return SliceResult.Of(before, after, sent);
    }

    /// <summary>Waits for pushes in flight. A push that has not come by then is a violation.</summary>
    private async Task SettleAsync()
    {
        using CancellationTokenSource patience = new(SettleTimeout);
        using PeriodicTimer rounds = new(TimeSpan.FromMilliseconds(20));
        while (!patience.IsCancellationRequested && !Array.TrueForAll(target.Pairs, pair => pair.IsSettled))
        {
            await rounds.WaitForNextTickAsync(CancellationToken.None);
        }

        if (target.Pairs.Count(pair => pair.IsToldToCheck) is > 0 and var told)
        {
            Console.WriteLine($"{target.Name}: in {told} conversations a user got CheckHeads, because messages may be missed.");
        }

        if (target.Pairs.Sum(pair => pair.Repeated) is > 0 and var repeated)
        {
            Console.WriteLine($"{target.Name}: {repeated} pushes repeated what was there already.");
        }
    }

    private void Add(List<string> found)
    {
        lock (violations)
        {
            found.ForEach(violation => violations.Add($"{target.Name}, {violation}"));
        }
    }
}
