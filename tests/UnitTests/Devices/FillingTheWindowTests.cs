using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Devices;

public sealed class FillingTheWindowTests
{
    private readonly PushWindow window = new(new GatewayOptions { MaxWindowEntries = 3 });

    [Fact]
    public void A_client_that_does_not_answer_is_asked_once_to_check_and_then_gets_nothing_until_it_answers()
    {
        Assert.Equal([1L, 2L, 3L], Admit(1, 3)!);
        Assert.Null(Admit(4, 5));
        Assert.Empty(Admit(6, 7)!);

        Acknowledge(7);
        Assert.Equal([8L], Admit(8, 8)!);
    }

    [Fact]
    public void Acknowledged_entries_are_not_sent_again_and_make_room()
    {
        Assert.Equal([1L, 2L, 3L], Admit(1, 3)!);
        Acknowledge(3);
        Assert.Empty(Admit(1, 3)!);
        Assert.Equal([4L, 5L], Admit(3, 5)!);
        Acknowledge(5);
        Assert.Equal([6L, 7L, 8L], Admit(6, 8)!);
    }

    [Fact]
    public void A_client_that_looks_has_answered_everything()
    {
        Assert.Null(Admit(1, 4));
        window.Reset();
        Assert.Equal([5L], Admit(5, 5)!);
    }

    private long[]? Admit(int from, int to) => window.Admit(new PostedMessages
    {
        ConversationId = "g:a",
        Messages = [.. Enumerable.Range(from, to - from + 1).Select(seq => PushedMessages.Of(seq))],
    })?.Select(message => message.Seq).ToArray();

    private void Acknowledge(long seq) => window.Acknowledge([new ConversationPosition { ConversationId = "g:a", Seq = seq }]);
}
