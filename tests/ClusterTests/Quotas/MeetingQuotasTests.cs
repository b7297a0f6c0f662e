using ImOrleans.ClusterTests.Running;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Quotas;
using Xunit;

namespace ImOrleans.ClusterTests.Quotas;

public sealed class MeetingQuotasTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private static readonly QuotaOptions Defaults = new();

    [Fact]
    public Task A_day_has_so_many_groups_also_after_the_grain_was_forgotten_and_the_next_day_has_more() => OneDay.RunAsync(UseGroupsUp);

    private async Task UseGroupsUp()
    {
        string anna = await cluster.NewUser("anna");
        await Quota(anna).Take(new QuotaAmounts { Groups = Defaults.GroupsPerDay - 1 });
        await cluster.NewGroup(anna);
        await cluster.Forget(Quota(anna));

        await Refusals.Refused(ErrorCode.TooManyGroupsToday, cluster.NewGroup(anna));
        Assert.Single((await cluster.User(anna).List(10, null)).Items);

        cluster.Time.Advance(TimeSpan.FromDays(1));
        await cluster.NewGroup(anna);
    }

    [Fact]
    public Task People_are_counted_when_they_become_members_and_a_refused_request_counts_nothing() => OneDay.RunAsync(UseAdditionsUp);

    private async Task UseAdditionsUp()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl");
        string group = await cluster.NewGroup(users[0], users[1]);
        await Quota(users[0]).Take(new QuotaAmounts { Additions = Defaults.AdditionsPerDay - 2 });

        // Ben is a member already, and nobody is not there.
        await cluster.Group(group).Add(users[0], [users[1]]);
        await Refusals.Refused(ErrorCode.UnknownUser, cluster.Group(group).Add(users[0], [users[2], cluster.NewName("nobody")]));
        await Refusals.Refused(ErrorCode.TooManyAdditions, cluster.NewGroup(users[0], users[1], users[2]));
        await cluster.Group(group).Add(users[0], [users[2]]);

        await Refusals.Refused(ErrorCode.TooManyAdditions, cluster.Group(group).Add(users[0], [await cluster.NewUser("dora")]));
        await cluster.Group(group).Add(users[1], [await cluster.NewUser("emil")]);
    }

    [Fact]
    public async Task Conversations_are_counted_for_the_one_who_opens_them_once_each()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl");
        await Quota(users[0]).Take(new QuotaAmounts { Conversations = Defaults.Conversations - 1 });
        for (int i = 0; i < 3; i++)
        {
            await cluster.NewDirect(users[0], users[1]);
        }

        await Refusals.Refused(ErrorCode.TooManyConversations, cluster.NewDirect(users[0], users[2]));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Send(users[0], ConversationKey.Direct(users[0], users[2]), "c1"));
        await cluster.NewDirect(users[2], users[0]);
        await cluster.NewDirect(users[0], users[2]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public Task A_quota_that_cannot_be_stored_refuses_as_retryable_and_is_not_forgotten(bool afterCommit) =>
        OneDay.RunAsync(() => FailToStore(afterCommit));

    private async Task FailToStore(bool afterCommit)
    {
        string anna = await cluster.NewUser("anna");
        await Quota(anna).Take(new QuotaAmounts { Groups = Defaults.GroupsPerDay - 2 });
        cluster.States.Fail(Quota(anna).GetGrainId().ToString(), "quota", 1, afterCommit);

        await Refusals.Refused(ErrorCode.StoreUnavailable, cluster.NewGroup(anna));
        Assert.Empty((await cluster.User(anna).List(10, null)).Items);

        // The write whose outcome was unknown counts if it was stored.
        await cluster.NewGroup(anna);
        await (afterCommit ? Task.CompletedTask : cluster.NewGroup(anna));
        await Refusals.Refused(ErrorCode.TooManyGroupsToday, cluster.NewGroup(anna));
    }

    [Fact]
    public Task Bytes_of_all_gateways_count_together_until_the_day_ends() => OneDay.RunAsync(UseBytesUp);

    private async Task UseBytesUp()
    {
        IQuotaGrain quota = Quota(await cluster.NewUser("anna"));
        Assert.Equal(TimeSpan.Zero, await quota.Report(Defaults.BytesPerDay - 1));
        await cluster.Forget(quota);
        TimeSpan wait = await quota.Report(1);
        Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromDays(1));
        Assert.NotEqual(TimeSpan.Zero, await quota.Report(0));

        cluster.Time.Advance(wait);
        Assert.Equal(TimeSpan.Zero, await quota.Report(1));
    }

    private IQuotaGrain Quota(string userId) => cluster.Grains.GetGrain<IQuotaGrain>(userId);
}
