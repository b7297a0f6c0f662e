using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Messaging;

public sealed class MessagingTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task A_message_arrives_as_it_was_stored(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        MessageDraft draft = Drafts.Text("Grüße, 世界 👋 \"quoted\" <b>") with { Mentions = [chat.Bob.Device.UserId] };

        SendReceipt receipt = Assert.Single(await chat.Ann.SendAsync(chat.Id, draft));

        Message pushed = await chat.Bob.ReceivesAsync(chat.Id, receipt.Seq);
        Assert.Equal((chat.Id, 1L, false, draft.ClientMessageId), (receipt.ConversationId, receipt.Seq, receipt.Duplicate, receipt.ClientMessageId));
        Assert.Equal((draft.ClientMessageId, MessageKind.Text, draft.Content), (pushed.ClientMessageId, pushed.Kind, pushed.Content));
        Assert.Equal((receipt.MessageId, receipt.SentAt, chat.Ann.Device.UserId), (pushed.MessageId, pushed.SentAt, pushed.SenderId));
        Assert.Equal(draft.Mentions, pushed.Mentions!);
        Assert.Equivalent(pushed, Assert.Single((await chat.Bob.HistoryAsync(chat.Id)).Messages), strict: true);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Any_text_comes_back_as_it_was_sent(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        string[] texts =
            ["a\u0000b", "\u0001\u001b[31m\u007f", "\u202e\u200b\ufeff", "👩‍👩‍👧‍👦 e\u0301", "'; DROP TABLE entries; --", "\\ \" \r\n\t", " ", new string('世', 5461)];
        MessageDraft[] drafts = [.. texts.Select(Drafts.Text), Drafts.Text("odd id") with { ClientMessageId = "👋 '\"\\; --" }];

        SendReceipt[] receipts = await chat.Ann.SendAsync(chat.Id, drafts);

        await chat.Bob.ReceivesAsync(chat.Id, receipts[^1].Seq);
        (string, string?)[] sent = [.. drafts.Select(draft => (draft.ClientMessageId, draft.Content.Text))];
        Assert.Equal(sent, chat.Bob.PostedIn(chat.Id).Select(message => (message.ClientMessageId, message.Content.Text)).Distinct());
        Assert.Equal(sent, (await chat.Bob.EverythingAsync(chat.Id)).Select(message => (message.ClientMessageId, message.Content.Text)));
        MessagePage overRest = await chat.Bob.Device.Api.GetAsync<MessagePage>($"api/conversations/{chat.Id}/messages");
        Assert.Equal(sent, overRest.Messages.Select(message => (message.ClientMessageId, message.Content.Text)));
        Assert.All(await chat.Ann.SendAsync(chat.Id, drafts), receipt => Assert.True(receipt.Duplicate));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task The_sending_connection_gets_the_receipt_and_the_senders_other_connections_get_the_message(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection sameDevice = await chat.Ann.Device.ConnectAsync(wire);
        await using Connection otherDevice = await chat.AnnHerself.ConnectAsync(wire);

        SendReceipt said = await chat.Ann.SayAsync(chat.Id, "hello");
        await sameDevice.ReceivesAsync(chat.Id, said.Seq);
        await otherDevice.ReceivesAsync(chat.Id, said.Seq);
        SendReceipt answered = await chat.Bob.SayAsync(chat.Id, "hi");

        // Pushes to a gateway arrive in order: a copy of the first message would be here before the answer.
        await chat.Ann.ReceivesAsync(chat.Id, answered.Seq);
        Assert.Equal([answered.Seq], chat.Ann.PostedIn(chat.Id).Select(message => message.Seq));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_receipt_does_not_wait_for_anybody_to_get_the_message(Wire wire)
    {
        Person bob = await Person.RegisterAsync(shared.Silo);
        await using Connection ann = await (await Person.RegisterAsync(shared.Silo)).ConnectAsync(wire);
        string id = await ann.Device.OpenDirectAsync(bob.UserId);

        SendReceipt receipt = await ann.SayAsync(id, "are you there?");

        await using Connection later = await bob.ConnectAsync(wire);
        Assert.Equal((receipt.Seq, 1L), Assert.Single((await later.SyncAsync()).Conversations) switch { var c => (c.Head, c.Unread) });
        Assert.Equal("are you there?", Assert.Single(await later.EverythingAsync(id)).Content.Text);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task The_order_of_1000_sends_that_wait_for_nothing_is_the_order_of_their_numbers(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        MessageDraft[] drafts = Drafts.Numbered(1000);

        SendReceipt[][] receipts = await Task.WhenAll(drafts.Select(draft => chat.Ann.SendAsync(chat.Id, draft)).ToArray());

        Assert.Equal(Enumerable.Range(1, 1000).Select(seq => (long)seq), receipts.Select(receipt => receipt[0].Seq));
        await chat.Bob.ReceivesAsync(chat.Id, 1000);
        Message[] stored = await chat.Bob.EverythingAsync(chat.Id);
        Assert.Equal(drafts.Select(draft => draft.ClientMessageId), stored.Select(message => message.ClientMessageId));
        Assert.Equal(stored.Select(message => message.Seq), chat.Bob.PostedIn(chat.Id).Select(message => message.Seq).Distinct());
        Assert.Equal(stored.Select(message => message.SentAt), stored.Select(message => message.SentAt).Order());
        Assert.Equal(1000, stored.Select(message => message.MessageId).Distinct().Count());
        Assert.Equal(
            stored.Select(message => message.SentAt), stored.OrderBy(message => message.MessageId, StringComparer.Ordinal).Select(message => message.SentAt));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_retried_send_is_stored_once(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection other = await chat.Ann.Device.ConnectAsync(wire);
        MessageDraft draft = Drafts.Text("only once");
        SendReceipt first = (await chat.Ann.SendAsync(chat.Id, draft))[0];

        SendReceipt again = (await chat.Ann.SendAsync(chat.Id, draft))[0];
        SendReceipt next = await chat.Ann.SayAsync(chat.Id, "something else");
        SendReceipt elsewhere = (await other.SendAsync(chat.Id, draft))[0];
        SendReceipt overRest = await SendOverRestAsync(chat.Ann.Device, chat.Id, draft with { Content = new() { Text = "other words" } });

        Assert.All([again, elsewhere, overRest], receipt => Assert.Equal(first with { Duplicate = true }, receipt));
        Assert.Equal((2, false), (next.Seq, next.Duplicate));
        Assert.Equal(["only once", "something else"], (await chat.Bob.EverythingAsync(chat.Id)).Select(message => message.Content.Text));
        await chat.Bob.ReceivesAsync(chat.Id, next.Seq);
        Assert.Equal([first.Seq, next.Seq], chat.Bob.PostedIn(chat.Id).Select(message => message.Seq).Distinct());
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Sends_of_the_same_message_at_the_same_time_are_stored_once(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection otherDevice = await chat.AnnHerself.ConnectAsync(wire);
        MessageDraft draft = Drafts.Text("twice at once");

        SendReceipt[][] receipts = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? chat.Ann : otherDevice).SendAsync(chat.Id, draft)).ToArray());
        SendReceipt[] within = await chat.Ann.SendAsync(chat.Id, draft, Drafts.Text("new"), draft);

        Assert.All(receipts, receipt => Assert.Equal(1, receipt[0].Seq));
        Assert.Single(receipts, receipt => !receipt[0].Duplicate);
        Assert.Equal([(1, true), (2, false), (1, true)], within.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal(2, (await chat.Bob.EverythingAsync(chat.Id)).Length);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task The_same_id_from_another_sender_or_in_another_conversation_is_another_message(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        string withHerself = await chat.Ann.Device.OpenDirectAsync(chat.Ann.Device.UserId);
        MessageDraft draft = Drafts.Text("the same");

        SendReceipt[] receipts =
            [(await chat.Ann.SendAsync(chat.Id, draft))[0], (await chat.Bob.SendAsync(chat.Id, draft))[0], (await chat.Ann.SendAsync(withHerself, draft))[0]];

        Assert.Equal([(1, false), (2, false), (1, false)], receipts.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal(3, receipts.Select(receipt => receipt.MessageId).Distinct().Count());
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_batch_is_stored_as_a_whole_or_not_at_all(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        MessageDraft[] good = Drafts.Numbered(31);
        MessageDraft bad = Drafts.Text("bad") with { Kind = "no such kind" };

        await HubRefusals.EnsureRefused(ErrorCode.UnknownKind, () => chat.Ann.SendAsync(chat.Id, [.. good, bad]));
        Assert.Equal(0, (await chat.Ann.HistoryAsync(chat.Id)).Head);
        SendReceipt[] receipts = await chat.Ann.SendAsync(chat.Id, [.. good, Drafts.Text("good")]);

        Assert.Equal(Enumerable.Range(1, 32).Select(seq => (long)seq), receipts.Select(receipt => receipt.Seq));
        Assert.All(receipts, receipt => Assert.False(receipt.Duplicate));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task History_is_read_in_pages_from_both_ends(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(30));

        Task<string> Read(long? after, long? before, int? limit) => ReadAsync(chat.Bob, chat.Id, after, before, limit);

        Assert.Equal("28 29 30", await Read(null, null, 3));
        Assert.Equal("1 2 3", await Read(0, null, 3));
        Assert.Equal("11 12 13", await Read(10, null, 3));
        Assert.Equal("29 30", await Read(28, null, 3));
        Assert.Equal("", await Read(30, null, 3));
        Assert.Equal("", await Read(1000, null, 3));
        Assert.Equal("7 8 9", await Read(null, 10, 3));
        Assert.Equal("1 2", await Read(null, 3, 3));
        Assert.Equal("", await Read(null, 1, 3));
        Assert.Equal("28 29 30", await Read(null, 1000, 3));
        Assert.Equal(30, (await chat.Bob.HistoryAsync(chat.Id)).Messages.Length);
        Assert.Equal((30, 1), await chat.Bob.HistoryAsync(chat.Id, limit: 1) switch { var page => (page.Head, page.FirstSeq) });
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task An_answer_names_what_it_answers(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        SendReceipt asked = await chat.Ann.SayAsync(chat.Id, "?");

        SendReceipt answer = (await chat.Bob.SendAsync(chat.Id, Drafts.Text("!") with { ReplyTo = asked.Seq }))[0];

        Assert.Equal(asked.Seq, (await chat.Ann.ReceivesAsync(chat.Id, answer.Seq)).ReplyTo);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Typing_reaches_the_other_and_not_the_writer(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);

        await chat.Ann.SayAsync(chat.Id, "hello");

        await chat.Ann.TypingAsync(chat.Id);

        Typed typed = await chat.Bob.ReceivesAsync<Typed>(_ => true);
        Assert.Equal((chat.Id, chat.Ann.Device.UserId), (typed.ConversationId, typed.UserId));
        await chat.Ann.ReceivesAsync(chat.Id, (await chat.Bob.SayAsync(chat.Id, "go on")).Seq);
        Assert.Empty(chat.Ann.Events.Of<Typed>());
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_conversation_with_oneself_reaches_ones_other_device(Wire wire)
    {
        Person ann = await Person.RegisterAsync(shared.Silo);
        await using Connection phone = await ann.ConnectAsync(wire);
        await using Connection laptop = await ann.ConnectAsync(wire);
        string id = await phone.Device.OpenDirectAsync(ann.UserId);

        SendReceipt note = await phone.SayAsync(id, "a note");

        Assert.Equal("a note", (await laptop.ReceivesAsync(id, note.Seq)).Content.Text);
        ConversationSummary listed = Assert.Single(await phone.Device.ConversationsAsync());
        Assert.Equal((id, 1, 0), (listed.ConversationId, listed.Head, listed.Unread));
    }

    private static async Task<string> ReadAsync(Connection reader, string id, long? after, long? before, int? limit) =>
        string.Join(' ', (await reader.HistoryAsync(id, after, before, limit)).Messages.Select(message => message.Seq));

    private static async Task<SendReceipt> SendOverRestAsync(Device device, string id, MessageDraft draft) =>
        (await device.Api.PostAsync<SendReply>($"api/conversations/{id}/messages", new SendRequest { Drafts = [draft] })).Receipts[0];
}
