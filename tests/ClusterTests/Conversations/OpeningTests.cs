using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

public sealed class OpeningTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Opened_twice_at_once_by_both_it_is_there_once_for_both()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = ConversationKey.Direct(users[0], users[1]);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => cluster.Direct(id).Open(users[i % 2])));
        foreach (string userId in users)
        {
            ConversationSummary only = Assert.Single((await cluster.User(userId).List(10, null)).Items);
            Assert.Equal((id, ConversationKind.Direct, 0L, 0L), (only.ConversationId, only.Kind, only.Head, only.Unread));
        }

        Assert.Equal(1, (await cluster.Post(users[1], id, "c1"))[0].Seq);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Messages_sent_while_the_state_could_not_be_stored_are_readable_after_the_next_activation(int failures)
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = ConversationKey.Direct(users[0], users[1]);
        cluster.States.Fail(cluster.Conversation(id).GetGrainId().ToString(), "conversation", failures, afterCommit: false);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Retrying.Repeated(async () =>
        {
            await cluster.Direct(id).Open(users[number % 2]);
            return await cluster.Post(users[number % 2], id, $"c{number}");
        })));
        await cluster.Forget(cluster.Conversation(id));

        Assert.Equal(20, (await cluster.Conversation(id).History(users[0], new HistoryQuery())).Messages.Length);
        Assert.Single((await cluster.User(users[1]).List(10, null)).Items);
    }

    [Fact]
    public async Task Nobody_opens_a_conversation_with_a_user_who_does_not_exist()
    {
        string anna = await cluster.NewUser("anna");
        string nobody = cluster.NewName("nobody");
        string id = ConversationKey.Direct(anna, nobody);
        await Refusals.Refused(ErrorCode.UnknownUser, cluster.Direct(id).Open(anna));
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Send(anna, id, "c1"));
        Assert.Empty((await cluster.User(anna).List(10, null)).Items);

        await cluster.Grains.GetGrain<ImOrleans.Grains.Users.IProfileGrain>(nobody).Create(
            new ImOrleans.Protocol.Accounts.UserProfile { UserId = nobody, Username = nobody, DisplayName = "Now there" });
        await cluster.Direct(id).Open(anna);
        await cluster.Post(anna, id, "c1");
    }

    [Fact]
    public async Task Nobody_opens_a_conversation_of_others()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl");
        await Refusals.Refused(ErrorCode.NotAMember, cluster.Direct(ConversationKey.Direct(users[0], users[1])).Open(users[2]));
    }

    [Fact]
    public async Task A_conversation_with_oneself_has_one_member_and_nothing_unread()
    {
        string anna = await cluster.NewUser("anna");
        string id = await cluster.NewDirect(anna, anna);
        await cluster.Post(anna, id, "c1");
        ConversationSummary only = Assert.Single((await cluster.User(anna).List(10, null)).Items);
        Assert.Equal((id, 1L, 0L), (only.ConversationId, only.Head, only.Unread));
        Assert.Equal("anna", only.Title);
    }

    [Fact]
    public async Task An_opened_conversation_is_there_after_all_of_it_was_forgotten()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = await cluster.NewDirect(users[0], users[1]);
        await cluster.Forget(cluster.Conversation(id));
        await cluster.Forget(cluster.User(users[1]));
        await cluster.Post(users[1], id, "c1");
        Assert.Single((await cluster.User(users[1]).List(10, null)).Items);
    }
}
