using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Storage;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class QueueingTests
{
    private readonly OutboxLane lane = new();

    [Fact]
    public void A_call_takes_the_oldest_within_its_limits()
    {
        OutboxEntry[] entries = Add(10, 10, 10, 10);
        Assert.Equal(entries[..3], lane.Next(3, 1000));
        Assert.Equal(entries[..2], lane.Next(32, 25));
        lane.Sent(entries[..2]);
        Assert.Equal(entries[2..], lane.Next(32, 1000));
    }

    [Fact]
    public void One_that_is_too_large_for_a_call_travels_alone()
    {
        OutboxEntry[] entries = Add(500, 1);
        Assert.Equal(entries[..1], lane.Next(32, 100));
    }

    [Fact]
    public void Unanswered_messages_are_sent_again_first_and_in_the_same_order()
    {
        OutboxEntry[] entries = Add(1, 1);
        Assert.Equal(entries, lane.Next(32, 100));
        Assert.Equal([.. entries, .. Add(1)], lane.Next(32, 100));
    }

    [Fact]
    public void A_refused_call_is_repeated_one_by_one_until_the_culprit_is_out()
    {
        OutboxEntry[] entries = Add(1, 1, 1);
        Assert.Null(lane.Refused(lane.Next(32, 100)));

        Assert.Equal([entries[0]], lane.Next(32, 100));
        lane.Sent([entries[0]]);
        Assert.Equal([entries[1]], lane.Next(32, 100));
        Assert.Same(entries[1], lane.Refused([entries[1]]));
        Assert.Equal([entries[2]], lane.Next(32, 100));
        lane.Sent([entries[2]]);
        Assert.True(lane.IsEmpty);

        Assert.Equal(2, Add(1, 1).Length);
        Assert.Equal(2, lane.Next(32, 100).Length);
    }

    private OutboxEntry[] Add(params int[] sizes)
    {
        OutboxEntry[] entries = [.. sizes.Select((size, i) => new OutboxEntry(
            new OutboxItem { Ordinal = i, ConversationId = "g:1", Draft = Drafts.Text("hello"), QueuedAt = DateTimeOffset.UnixEpoch }, size))];
        Array.ForEach(entries, lane.Add);
        return entries;
    }
}
