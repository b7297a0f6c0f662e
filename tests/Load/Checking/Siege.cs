using System.Diagnostics;
using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Nemeses;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;

namespace ImOrleans.Load.Checking;

/// <summary>
/// The rounds: people write, and the nemesis strikes somewhere in between. When all have stopped, every device must get its missing
/// entries. In half of the rounds all stop with the strike, so that no later message reveals a missing one.
/// </summary>
internal sealed class Siege(Town town, Accounts accounts, Nemesis[] nemeses, CheckReport report)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Traffic traffic = town.Traffic;
    private readonly Random random = Dice.For(town.Options.Seed, "nemesis");

    public async Task RunAsync()
    {
        using CancellationTokenSource leaving = new();
        using CancellationTokenSource ending = new();
        Task[] devices = [.. town.Devices.Select(device => device.StayAsync(leaving.Token))];
        Churn[] churns = [.. town.Talks.Where(talk => talk.IsGroup).Select(group => new Churn(town, group, accounts, Dice.For(town.Options.Seed, "churn", group.Number)))];
        await WaitAsync(() => town.Devices.All(device => device.IsSynced));
        Task[] busy =
        [
            .. town.Devices.Where(device => device.Person.Talks.Count > 0).Select(device => new Sender(town, device, Dice.For(town.Options.Seed, "sender", device.Number)).RunAsync(ending.Token)),
            .. churns.Select(churn => churn.RunAsync(ending.Token)),
        ];
        report.Begin();
        Stillness stillness = new(town, accounts);
        for (int round = 0; round < town.Options.Rounds; round++)
        {
            await RunAsync(round, stillness);
        }

        traffic.Begin(0);
        await WaitAsync(() => traffic.IsSpent && traffic.Open == 0);
        report.End();
        report.Recovery.Leveled("the end", await stillness.HoldAsync());
        await ending.CancelAsync();
        await Task.WhenAll(busy);
        await leaving.CancelAsync();
        await Task.WhenAll(devices).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await new Census(town).TakeAsync();
    }

    private async Task RunAsync(int round, Stillness stillness)
    {
        CheckOptions options = town.Options;
        long share = ((long)options.Messages * (round + 1) / options.Rounds) - ((long)options.Messages * round / options.Rounds);
        Nemesis? nemesis = nemeses.Length == 0 ? null : round < nemeses.Length ? nemeses[round] : random.Pick(nemeses);
        long strikeAt = traffic.Acknowledgements + (long)(share * random.NextDouble() * 0.7);
        bool still = random.Falls(0.5);
        traffic.Begin(share);
        await WaitAsync(() => traffic.Acknowledgements >= strikeAt || traffic.IsSpent);
        if (nemesis is not null)
        {
            if (still)
            {
                traffic.Close();
            }

            await StrikeAsync(nemesis);
        }

        if (!still || nemesis is null)
        {
            await WaitAsync(() => traffic.IsSpent && traffic.Open == 0);
        }

        TimeSpan took = await stillness.HoldAsync();
        report.Recovery.Leveled(still && nemesis is not null ? $"{nemesis.Name}, then silence" : nemesis?.Name ?? "none", took);
        await Console.Error.WriteLineAsync($"{town.Ledger.Now.TotalSeconds,7:F1} s: round {round + 1}, {traffic.Acknowledgements:N0} acknowledgements, all level after {took.TotalSeconds:F2} s");
    }

    private async Task StrikeAsync(Nemesis nemesis)
    {
        town.Ledger.Write(new Fact(FactKind.Struck) { Text = nemesis.Name });
        string deed = await nemesis.StrikeAsync(random);
        town.Ledger.Write(new Fact(FactKind.Healed) { Text = deed });
        report.Struck(nemesis.Name);
        await Console.Error.WriteLineAsync($"{town.Ledger.Now.TotalSeconds,7:F1} s: {deed}");
    }

    /// <summary>A condition that is not reached in time shows in the verdict.</summary>
    private static async Task WaitAsync(Func<bool> reached)
    {
        long began = Stopwatch.GetTimestamp();
        using PeriodicTimer steps = new(Step);
        while (!reached() && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await steps.WaitForNextTickAsync();
        }
    }
}
