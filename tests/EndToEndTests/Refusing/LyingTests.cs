using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>Clients that report false facts harm at most themselves.</summary>
public sealed class LyingTests(SharedSilo shared)
{
    private const int Stored = 40;

    [Theory, ClassData(typeof(EachWire))]
    public async Task Positions_that_are_replayed_reordered_and_forged_move_on_and_never_beyond_the_head(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Bob.SayAsync(chat.Id, "hello");
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(Stored / 2));
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered((Stored / 2) - 1));
        Random random = new(7);
        List<(long ReadUpTo, long Unread)> seen = [];
        for (int turn = 0; turn < 20; turn++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => random.Next(2) == 0
                ? chat.Bob.ReadAsync(chat.Id, Lie(random))
                : chat.Bob.DeliveredAsync(chat.Id, Lie(random))));
            ConversationHead head = Assert.Single((await chat.Bob.SyncAsync()).Conversations);
            Assert.Equal((Stored, Stored - head.ReadUpTo), (head.Head, head.Unread));
            seen.Add((head.ReadUpTo, head.Unread));
        }

        await chat.Ann.ReceivesAsync<ReadMoved>(read => read.Seq == Stored);
        await chat.Ann.ReceivesAsync<DeliveredMoved>(delivered => delivered.Seq == Stored);
        Assert.Equal(seen.Order(), seen);
        EnsureAscends(chat.Ann.Events.Of<ReadMoved>().Select(read => read.Seq));
        EnsureAscends(chat.Ann.Events.Of<DeliveredMoved>().Select(delivered => delivered.Seq));
        Assert.Equal(Stored, (await chat.Ann.EverythingAsync(chat.Id)).Length);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task An_acknowledgement_of_undelivered_messages_costs_neither_this_device_nor_the_others_a_message(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection tablet = await chat.BobHimself.ConnectAsync(wire);
        await chat.Bob.DeliveredAsync(chat.Id, 1_000_000);
        await chat.Bob.ReadAsync(chat.Id, 1_000_000);

        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(3));

        foreach (Connection device in new[] { chat.Bob, tablet })
        {
            await device.ReceivesAsync(chat.Id, 3);
            Assert.Equal([1, 2, 3], device.PostedIn(chat.Id).Select(message => message.Seq).Distinct());
            Assert.Equal((3, 0, 3), Position(await device.SyncAsync()));
        }

        await chat.Bob.DeliveredAsync(chat.Id, long.MaxValue);
        await using Connection back = await chat.Bob.Device.ConnectAsync(wire);
        Assert.Equal(3, (await back.EverythingAsync(chat.Id)).Length);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_cursor_of_another_user_is_answered_with_the_whole_index_and_nothing_of_theirs(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Chat other = await Chat.StartAsync(shared.Silo, wire);
        await chat.Ann.SayAsync(chat.Id, "hello");
        await other.Ann.SayAsync(other.Id, "hello");
        string foreign = (await other.Ann.SyncAsync()).Cursor;
        string own = (await chat.Ann.SyncAsync()).Cursor;

        SyncResult answer = await chat.Ann.SyncAsync(foreign);

        Assert.True(answer.Reset);
        Assert.Equal([chat.Id], answer.Conversations.Select(head => head.ConversationId));
        Assert.Null((await chat.Ann.SyncAsync(answer.Cursor)).Reset);
        Assert.Null((await chat.Ann.SyncAsync(own)).Reset);
    }

    [Fact]
    public async Task Ten_thousand_malformed_frames_disturb_nobody_and_store_nothing()
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, Wire.Json);
        Person eve = await Person.RegisterAsync(shared.Silo);
        Device device = await eve.SignInAsync();
        string[] frames =
        [
            $$"""{"type":1,"target":"Send","arguments":["{{chat.Id}}",[{"clientMessageId":1}]]}""",
            $$"""{"type":1,"target":"Send","arguments":["{{chat.Id}}"]}""",
            """{"type":1,"target":"Delivered","arguments":[[{"conversationId":7}]]}""",
            """{"type":1,"target":"Read","arguments":[null,-1]}""",
            """{"type":1,"target":"Sync","arguments":[{"heads":[]}]}""",
            """{"type":1,"target":"Nothing","arguments":[]}""",
            """{"type":1,"invocationId":"7","target":"History","arguments":["x",{"limit":1e300}]}""",
            """{"type":3,"invocationId":"7","result":{}}""",
        ];
        using RawSocket socket = await RawSocket.OpenAsync(shared.Silo, device.Session.AccessToken);

        Task flood = FloodAsync(socket, frames);
        for (int number = 1; number <= Stored; number++)
        {
            Assert.Equal(number, (await chat.Ann.SayAsync(chat.Id, $"{number}")).Seq);
            await chat.Bob.ReceivesAsync(chat.Id, number);
        }

        await flood;
        Assert.True((await socket.InvokeAsync("Sync", new { })).TryGetProperty("result", out _));
        Message[] stored = await chat.Bob.EverythingAsync(chat.Id);
        Assert.Equal(Enumerable.Range(1, Stored).Select(number => $"{number}"), stored.Select(message => message.Content.Text));
    }

    private static async Task FloodAsync(RawSocket socket, string[] frames)
    {
        const int Count = 10_000;
        for (int i = 0; i < Count; i++)
        {
            await socket.WriteAsync(frames[i % frames.Length]);
        }
    }

    private static long Lie(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64(0, long.MaxValue),
        1 => 0,
        2 => Stored + random.Next(3),
        _ => random.Next(Stored),
    };

    private static void EnsureAscends(IEnumerable<long> told)
    {
        long[] seqs = [.. told];
        Assert.Equal(seqs.Distinct().Order(), seqs);
        Assert.All(seqs, seq => Assert.InRange(seq, 1, Stored));
    }

    private static (long Head, long ReadUpTo, long Unread) Position(SyncResult answer)
    {
        ConversationHead head = Assert.Single(answer.Conversations);
        return (head.Head, head.ReadUpTo, head.Unread);
    }
}
