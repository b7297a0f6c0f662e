using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Devices;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;
using Xunit;

namespace ImOrleans.ClusterTests.Devices;

public sealed class PushingAgainTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task What_a_device_missed_is_pushed_to_the_gateways_of_its_user_for_this_device_only()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        FakeGateway[] gateways = [await cluster.NewGateway(users[0]), await cluster.NewGateway(users[0])];
        FakeGateway other = await cluster.NewGateway(users[1]);
        await Publish(users[0], "d1", new DeviceEvent { ConversationId = "g:a", From = 7, To = 7, Messages = [MessageOf(7)] });
        foreach (FakeGateway gateway in gateways)
        {
            await gateway.Until(users[0], "g:a", 7);
            MessagesFrame frame = Assert.Single(gateway.Frames.OfType<MessagesFrame>());
            Assert.Equal("d1", frame.DeviceId);
            Assert.Equal([users[0]], frame.UserIds);
            Assert.Equal("hello", frame.Posted.Messages[0].Content.Text);
        }

        Assert.Empty(other.Frames);
    }

    [Fact]
    public async Task Without_the_messages_the_device_is_told_to_look()
    {
        string anna = await cluster.NewUser("anna");
        FakeGateway gateway = await cluster.NewGateway(anna);
        await Publish(anna, "d1", new DeviceEvent { ConversationId = "g:a", From = 1, To = 900, Messages = [] });
        await gateway.Until<BehindFrame>(frame => frame.ConversationId == "g:a" && frame.DeviceId == "d1" && frame.UserIds.Single() == anna);
    }

    [Fact]
    public async Task A_device_that_is_nowhere_connected_hears_nothing_and_the_next_event_arrives()
    {
        string anna = await cluster.NewUser("anna");
        await Publish(anna, "d1", new DeviceEvent { ConversationId = "g:a", From = 1, To = 1, Messages = [] });
        FakeGateway gateway = await cluster.NewGateway(anna);
        await Publish(anna, "d1", new DeviceEvent { ConversationId = "g:b", From = 1, To = 1, Messages = [] });
        await gateway.Until<BehindFrame>(frame => frame.ConversationId == "g:b");
    }

    private Task Publish(string userId, string deviceId, DeviceEvent missed) => cluster.Silos.Silos[0].ServiceProvider
        .GetRequiredKeyedService<IStreamProvider>(DeviceStream.Provider)
        .GetStream<DeviceEvent>(StreamId.Create(DeviceStream.Namespace, DeviceKey.Of(userId, deviceId)))
        .OnNextAsync(missed);

    private static Message MessageOf(long seq) => new()
    {
        ConversationId = "g:a",
        Seq = seq,
        MessageId = "m",
        SenderId = "ben",
        ClientMessageId = "c",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = "hello" },
        SentAt = DateTimeOffset.UnixEpoch,
    };
}
