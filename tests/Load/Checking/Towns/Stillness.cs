using System.Diagnostics;
using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>All senders are quiet: every device has to get its missing entries by itself, within the promised time.</summary>
internal sealed class Stillness(Town town, Accounts accounts)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);
    private readonly TimeSpan promised = TimeSpan.FromSeconds(town.Options.Repair);

    /// <returns>How long it took, beginning when the server was well and the last attempt to send had ended.</returns>
    public async Task<TimeSpan> HoldAsync()
    {
        town.Traffic.Close();
        using PeriodicTimer steps = new(Step);
        long closed = Stopwatch.GetTimestamp();
        while (town.Traffic.Underway > 0 && Stopwatch.GetElapsedTime(closed) < LongestAnswer)
        {
            await steps.WaitForNextTickAsync();
        }

        long began = Stopwatch.GetTimestamp();
        town.Ledger.Write(new Fact(FactKind.Calm));
        Dictionary<Talk, long> heads = await HeadsAsync();
        while (Stopwatch.GetElapsedTime(began) < promised && !town.Devices.All(device => HasAll(device, heads)))
        {
            await steps.WaitForNextTickAsync();
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        town.Ledger.Write(new Fact(FactKind.CalmEnded) { Value = (long)took.TotalMilliseconds });
        return took;
    }

    private static bool HasAll(Device device, Dictionary<Talk, long> heads) => device.IsSynced && device.Person.Talks
        .Where(talk => talk.Members.Contains(device.Person) && heads.GetValueOrDefault(talk) > 0)
        .All(talk => device.Memory.Find(talk)?.UpTo >= heads[talk]);

    private async Task<Dictionary<Talk, long>> HeadsAsync()
    {
        Dictionary<Talk, long> heads = [];
        foreach (Talk talk in town.Talks)
        {
            heads[talk] = await HeadAsync(talk);
            town.Ledger.Write(new Fact(FactKind.Head) { Conversation = talk.Number, Seq = heads[talk] });
        }

        return heads;
    }

    private async Task<long> HeadAsync(Talk talk)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                string path = $"/api/conversations/{talk.Id}/messages?limit=1";
                return (await accounts.AskAsync<MessagePage>(HttpMethod.Get, path, body: null, await talk.Owner.Desk.TokenAsync())).Head;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && failures < 50)
            {
                town.Note(failure);
                talk.Owner.Desk.Forget();
                await Town.PauseAsync(Random.Shared, failures, CancellationToken.None);
            }
        }
    }
}
