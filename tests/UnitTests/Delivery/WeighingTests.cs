using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Messages;
using ImOrleans.UnitTests.Devices;
using Xunit;

namespace ImOrleans.UnitTests.Delivery;

public sealed class WeighingTests
{
    private static readonly MessageContent Content = new() { Text = "grün", Event = "e", ActorId = "ab", UserIds = ["abc", "de"], Name = "n" };

    [Fact]
    public void Every_string_of_the_body_counts_by_its_bytes()
    {
        Assert.Equal(14, MessageWeight.Of(Content));
        Message message = PushedMessages.Of(1) with { Content = Content, Mentions = ["ab", "c"] };
        Assert.Equal(17, MessageWeight.Of(message));
        Assert.Equal(22, MessageWeight.Of(message with { Overlay = new MessageOverlay { OverlaySeq = 2, Content = new MessageContent { Text = "after" } } }));
        Assert.Equal(17, MessageWeight.Of(new MessageDraft { ClientMessageId = "c", Kind = "invented", Content = Content, Mentions = ["ab", "c"] }));
        Assert.Equal(34, MessageWeight.Of([message, message]));
    }

    [Fact]
    public void A_message_without_text_fills_the_window_of_a_connection_too()
    {
        PushWindow window = new(new GatewayOptions { MaxWindowBytes = 1_000 });
        Message heavy = PushedMessages.Of(1) with { Kind = "invented", Content = new MessageContent { UserIds = [new string('x', 1_001)] } };

        Assert.Null(window.Admit(new PostedMessages { ConversationId = "g:a", Messages = [heavy] }));
    }
}
