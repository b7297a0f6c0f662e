using ImOrleans.ClusterTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

/// <summary>The clock of the silos was ahead by a year, and is right again.</summary>
public sealed class TurningBackClocksTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task After_a_clock_that_was_ahead_messages_have_the_right_time_and_the_list_its_order()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "cleo");
        string ahead = await cluster.NewDirect(users[0], users[1]);
        string later = await cluster.NewDirect(users[0], users[2]);
        await cluster.Post(users[0], later, "before");

        cluster.Time.SetClock(TimeSpan.FromDays(365));
        SendReceipt future = (await cluster.Post(users[0], ahead, "from the future"))[0];
        cluster.Time.SetClock(TimeSpan.Zero);
        await ListAsync(users[0]);
        SendReceipt present = (await cluster.Post(users[0], ahead, "present"))[0];

        // Two messages within one millisecond have no order in the list.
        cluster.Time.Advance(TimeSpan.FromMilliseconds(2));
        SendReceipt newest = (await cluster.Post(users[0], later, "newest"))[0];

        Assert.True(future.SentAt > cluster.Time.GetUtcNow().AddDays(300));
        Assert.InRange(present.SentAt, cluster.Time.GetUtcNow().AddMinutes(-5), cluster.Time.GetUtcNow().AddMinutes(1));
        ConversationSummary[] listed = [];
        await Waiting.Until(
            async () =>
            {
                listed = await ListAsync(users[0]);
                return listed[0].Head == newest.Seq && listed[0].ConversationId == later;
            },
            "The conversation with the newest message does not come first.");
        Assert.All(listed, summary => Assert.True(summary.ActiveAt < cluster.Time.GetUtcNow().AddMinutes(1), $"{summary}"));
    }

    private async Task<ConversationSummary[]> ListAsync(string userId) => [.. (await cluster.User(userId).List(50, null)).Items];
}
