using ImOrleans.ClusterTests.Running;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

public sealed class AskingPositionsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Read_positions_from_before_this_activation_are_asked_for_and_later_ones_are_known()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = await cluster.NewDirect(users[0], users[1]);
        await cluster.Post(users[1], id, "c0");
        await cluster.Post(users[0], id, "c1", "c2", "c3");
        await cluster.User(users[1]).Read(id, 3, "");
        await cluster.Forget(cluster.Conversation(id));

        Assert.Equal((3L, 3L), await Of(users[1]));
        await cluster.User(users[1]).Read(id, 4, "");
        await Waiting.Until(async () => await Of(users[1]) == (4L, 4L), "the conversation knows that ben has read 4");

        async Task<(long, long)> Of(string userId)
        {
            ConversationSummary row = Assert.Single((await cluster.User(users[0]).List(10, null, positions: true)).Items);
            MemberPosition position = Assert.Single(row.Positions!);
            Assert.Equal(userId, position.UserId);
            return (position.Read, position.Delivered);
        }
    }
}
