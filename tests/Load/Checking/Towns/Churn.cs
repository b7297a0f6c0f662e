using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>The owner of a group removes members and takes them back; who is removed tries to read at once.</summary>
internal sealed class Churn(Town town, Talk group, Accounts accounts, Random random)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);
    private readonly Person[] members = [.. group.Members.Where(member => member != group.Owner)];

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (members.Length > 0)
            {
                await Task.Delay(random.NextDouble() * LongestRest, cancellation);
                await town.Traffic.WaitUntilOpenAsync(cancellation);
                if (town.Traffic.TryBeginAttempt())
                {
                    await ChangeAsync(random.Pick(members), cancellation);
                    town.Traffic.EndAttempt();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task ChangeAsync(Person member, CancellationToken cancellation)
    {
        if (!group.Members.Contains(member))
        {
            await RepeatAsync(member, FactKind.Adding, FactKind.Added, token => accounts.CallAsync(
                HttpMethod.Post, $"/api/groups/{group.GroupId}/members", new MembersRequest { UserIds = [member.UserId] }, token), cancellation);
            group.Add(member);
            return;
        }

        await RepeatAsync(member, FactKind.Removing, FactKind.Removed, token => accounts.CallAsync(
            HttpMethod.Delete, $"/api/groups/{group.GroupId}/members/{member.UserId}", body: null, token), cancellation);
        group.Remove(member);
        await TryToReadAsync(member);
    }

    /// <summary>Both calls may be made again without harm.</summary>
    private async Task RepeatAsync(Person member, FactKind asked, FactKind confirmed, Func<string, Task> call, CancellationToken cancellation)
    {
        town.Ledger.Write(New(asked, member));
        for (int failures = 1; ; failures++)
        {
            try
            {
                await call(await group.Owner.Desk.TokenAsync());
                town.Ledger.Write(New(confirmed, member));
                return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                Forgive(group.Owner.Desk, failure);
                await Town.PauseAsync(random, failures, cancellation);
            }
        }
    }

    private async Task TryToReadAsync(Person member)
    {
        try
        {
            string path = $"/api/conversations/{group.Id}/messages?limit=50";
            MessagePage page = await accounts.AskAsync<MessagePage>(HttpMethod.Get, path, body: null, await member.Desk.TokenAsync());
            town.Ledger.Write(New(FactKind.Served, member) with { Seq = page.Head });
        }
        catch (HttpRequestException refusal) when (refusal.StatusCode == System.Net.HttpStatusCode.Forbidden)
        {
            town.Ledger.Write(New(FactKind.Denied, member));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            Forgive(member.Desk, failure);
        }
    }

    private void Forgive(Session session, Exception failure)
    {
        town.Note(failure);
        if (Refusals.IsAboutTheToken(failure))
        {
            session.Forget();
        }
    }

    private Fact New(FactKind kind, Person member) => new(kind) { Conversation = group.Number, User = member.Number };
}
