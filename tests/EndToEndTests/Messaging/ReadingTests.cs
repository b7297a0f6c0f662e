using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using Xunit;

namespace ImOrleans.EndToEndTests.Messaging;

/// <summary>Read and delivered positions, and what is unread.</summary>
public sealed class ReadingTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task Reading_moves_unread_and_reaches_the_other_and_the_own_devices(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection bobsOther = await chat.BobHimself.ConnectAsync(wire);
        string bob = chat.Bob.Device.UserId;
        await chat.Bob.SayAsync(chat.Id, "hello");
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(5));

        await chat.Bob.ReadAsync(chat.Id, 4);

        await chat.Ann.ReceivesAsync<ReadMoved>(read => read == new ReadMoved(chat.Id, bob, 4));
        await bobsOther.ReceivesAsync<ReadMoved>(read => read == new ReadMoved(chat.Id, bob, 4));
        Assert.Equal((6, 4, 2), await HeadAsync(chat.Bob));
        ConversationSummary listed = Assert.Single(await chat.Bob.Device.ConversationsAsync());
        Assert.Equal((6, 4, 2), (listed.Head, listed.ReadUpTo, listed.Unread));
    }

    [Fact]
    public async Task The_list_says_on_request_how_far_the_others_have_got_in_small_conversations()
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, Wire.Json);
        (Device ann, Device bob) = (chat.Ann.Device, chat.Bob.Device);
        await chat.Bob.SayAsync(chat.Id, "hello");
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(5));
        await chat.Bob.DeliveredAsync(chat.Id, 5);
        await chat.Bob.ReadAsync(chat.Id, 4);
        await chat.Ann.ReceivesAsync<ReadMoved>(read => read.Seq == 4);

        MemberPosition position = Assert.Single(await PositionsAsync(ann, chat.Id) ?? []);
        Assert.Equal((bob.UserId, 4L, 5L), (position.UserId, position.Read, position.Delivered));
        await chat.Bob.ReadAsync(chat.Id, 6);
        await chat.Ann.ReceivesAsync<ReadMoved>(read => read.Seq == 6);
        position = Assert.Single(await PositionsAsync(ann, chat.Id) ?? []);
        Assert.Equal((6L, 6L), (position.Read, position.Delivered));
        Assert.Equal((ann.UserId, 6L), Assert.Single(await PositionsAsync(bob, chat.Id) ?? []) switch { var own => (own.UserId, own.Read) });
        Assert.Null(Assert.Single(await ann.ConversationsAsync()).Positions);
        (await ann.Api.AskAsync("GET", "api/conversations?positions=yes")).EnsureRefused(ErrorCode.InvalidRange);

        // In a large group no member is notified either.
        Person[] people = await Person.RegisterAsync(shared.Silo, 50);
        GroupReply small = await ann.CreateGroupAsync("Small", people[..49].Select(person => person.UserId));
        Assert.Equal(49, (await PositionsAsync(ann, small.ConversationId))?.Length);
        await ann.AddAsync(small, people[49].UserId);
        Assert.Null(await PositionsAsync(ann, small.ConversationId));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Reading_never_moves_back_and_never_past_the_head(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(5));
        await chat.Bob.ReadAsync(chat.Id, 4);

        await chat.Bob.ReadAsync(chat.Id, 2);
        Assert.Equal((5, 4, 1), await HeadAsync(chat.Bob));
        await chat.Bob.ReadAsync(chat.Id, 1_000_000);

        Assert.Equal((5, 5, 0), await HeadAsync(chat.Bob));
        await chat.Ann.SayAsync(chat.Id, "one more");
        Assert.Equal((6, 5, 1), await HeadAsync(chat.Bob));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task The_largest_number_is_read_as_the_head(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Bob.ReadAsync(chat.Id, long.MaxValue);
        await chat.Bob.SayAsync(chat.Id, "hello");
        await chat.Ann.SayAsync(chat.Id, "hello");
        Assert.Equal((2, 1, 1), await HeadAsync(chat.Bob));

        await chat.Bob.ReadAsync(chat.Id, long.MaxValue);

        Assert.Equal((2, 2, 0), await HeadAsync(chat.Bob));
        await chat.Ann.ReceivesAsync<ReadMoved>(read => read.Seq == 2);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Own_messages_are_read(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Bob.SayAsync(chat.Id, "question");

        await chat.Ann.SayAsync(chat.Id, "answer");

        Assert.Equal((2, 2, 0), await HeadAsync(chat.Ann));
        Assert.Equal((2, 1, 1), await HeadAsync(chat.Bob));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Delivery_is_reported_to_the_sender_and_clamped_to_the_head(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Bob.SayAsync(chat.Id, "hello");
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(3));

        await chat.Bob.DeliveredAsync(chat.Id, 3);
        await chat.Ann.ReceivesAsync<DeliveredMoved>(delivered => delivered == new DeliveredMoved(chat.Id, chat.Bob.Device.UserId, 3));
        await chat.Bob.DeliveredAsync(chat.Id, long.MaxValue);

        await chat.Ann.ReceivesAsync<DeliveredMoved>(delivered => delivered.Seq > 3);
        Assert.Equal([3, 4], chat.Ann.Events.Of<DeliveredMoved>().Select(delivered => delivered.Seq));
        Assert.Equal((4, 1, 3), await HeadAsync(chat.Bob));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_stranger_can_neither_read_nor_be_delivered_to(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection eve = await (await Person.RegisterAsync(shared.Silo)).ConnectAsync(wire);
        await chat.Bob.SayAsync(chat.Id, "hello");
        await chat.Ann.SayAsync(chat.Id, "hello");

        await HubRefusals.EnsureRefused(ErrorCode.NotAMember, () => eve.ReadAsync(chat.Id, 1));
        await eve.DeliveredAsync(chat.Id, 1);
        await chat.Bob.ReadAsync(chat.Id, 2);

        await chat.Ann.ReceivesAsync<ReadMoved>(_ => true);
        Assert.DoesNotContain(chat.Ann.Events.Of<ReadMoved>(), read => read.UserId == eve.Device.UserId);
        Assert.Empty(chat.Ann.Events.Of<DeliveredMoved>());
    }

    private static async Task<(long Head, long ReadUpTo, long Unread)> HeadAsync(Connection person)
    {
        ConversationHead head = Assert.Single((await person.SyncAsync()).Conversations);
        return (head.Head, head.ReadUpTo, head.Unread);
    }

    private static async Task<MemberPosition[]?> PositionsAsync(Device device, string conversationId) =>
        (await device.Api.GetAsync<ConversationPage>("api/conversations?positions=true")).Items.Single(row => row.ConversationId == conversationId).Positions;
}
