using ImOrleans.Grains.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class ReadingOnesOwnMessagesTests
{
    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task A_sender_is_told_the_newest_position_once()
    {
        var senders = new SenderPositions("g:a", cluster.Factory);
        senders.Move("anna", 3, 3);
        senders.Move("anna", 9, 8);
        await senders.TellAsync();
        await senders.TellAsync();
        Assert.Equal([(9L, 8L)], cluster.Member("anna").Told);
    }

    [Fact]
    public async Task A_late_retry_does_not_take_a_sender_back()
    {
        var senders = new SenderPositions("g:a", cluster.Factory);
        senders.Move("anna", 9, 8);
        senders.Move("anna", 3, 3);
        await senders.TellAsync();
        Assert.Equal([(9L, 8L)], cluster.Member("anna").Told);
    }
}
