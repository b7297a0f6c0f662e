using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Conversations;

/// <summary>Entries of kinds that the product does not have: what counts, what is shown in a list, and what entries do to each other.</summary>
public sealed class AmendingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task The_kind_decides_whether_an_entry_counts_as_unread_and_is_shown_in_a_list()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        await Send(anna, id, Draft("cheer", "c2", new MessageContent { Name = "hip" }));
        await Send(anna, id, Draft("wave", "c3", new MessageContent()));

        ConversationSummary row = Assert.Single((await cluster.User(ben).List(10, null)).Items);
        Message[] messages = (await History(ben, id)).Messages;

        Assert.Equal((3, 2, 2), (row.Head, row.Unread, row.LastMessage!.Seq));
        Assert.Equal([null, null, false], messages.Select(message => message.Counts));
    }

    [Fact]
    public async Task An_entry_with_a_target_moves_no_position_of_its_sender_and_the_pushed_one_carries_the_overlay()
    {
        var (anna, ben, id) = await NewDirect();
        FakeGateway gateway = await cluster.NewGateway(ben);
        await cluster.Post(anna, id, "c1");
        await cluster.Post(ben, id, "c2");
        await cluster.Post(anna, id, "c3");
        await Send(ben, id, Rewrite("r1", 2, "better"));
        await gateway.Until(ben, id, 4);

        Message pushed = Pushed(gateway, id).Single(message => message.Seq == 4);
        Message[] messages = (await History(anna, id)).Messages;
        ConversationHead head = Assert.Single((await cluster.User(ben).Sync(new SyncRequest())).Conversations);

        Assert.Equal((2, 4, "better"), (pushed.Target, pushed.Overlay!.OverlaySeq, pushed.Overlay.Content!.Text));
        Assert.Equal([null, "better", null, "better"], messages.Select(message => message.Overlay?.Content!.Text));
        Assert.Equal("text of c2", messages[1].Content.Text);
        Assert.NotNull(messages[1].Overlay!.EditedAt);
        Assert.Equal((4, 2, 1), (head.Head, head.ReadUpTo, head.Unread));
    }

    [Fact]
    public async Task Several_amendments_of_one_entry_in_one_append_are_done_one_after_the_other()
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        await Send(anna, id, Rewrite("r1", 1, "one"), Rewrite("r2", 1, "two"), Rewrite("r3", 1, "three"));

        Message[] messages = (await History(anna, id)).Messages;

        Assert.All(messages, message => Assert.Equal((4, "three"), (message.Overlay!.OverlaySeq, message.Overlay.Content!.Text)));
    }

    [Fact]
    public async Task A_repeated_amendment_is_stored_once_and_undoes_nothing_that_came_after()
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        SendReceipt first = (await Send(anna, id, Rewrite("r1", 1, "one"))).Receipts![0];
        await Send(anna, id, Rewrite("r2", 1, "two"));
        await cluster.Forget(cluster.Conversation(id));

        SendReceipt[] again = (await Send(anna, id, Rewrite("r1", 1, "one"), Rewrite("r3", 1, "two"))).Receipts!;

        Assert.Equal(first with { Duplicate = true }, again[0]);
        Assert.Equal(4, again[1].Seq);
        Message target = (await History(anna, id)).Messages[0];
        Assert.Equal((3, "two"), (target.Overlay!.OverlaySeq, target.Overlay.Content!.Text));
    }

    [Fact]
    public async Task Nobody_reads_the_content_of_a_redacted_entry_nor_what_was_said_about_it()
    {
        var (anna, ben, id) = await NewDirect();
        FakeGateway gateway = await cluster.NewGateway(ben);
        await cluster.Post(anna, id, "c1");
        await Send(anna, id, Rewrite("r1", 1, "also secret"));
        await Send(ben, id, Draft("strike", "s1", new MessageContent { Name = "reason" }, target: 1));
        await gateway.Until(ben, id, 3);

        Message[] messages = (await History(ben, id)).Messages;

        Assert.All(messages, message =>
        {
            Assert.Equal(new MessageContent(), message.Content);
            Assert.Equal(new MessageOverlay { OverlaySeq = 3, RedactedBy = "strike" }, message.Overlay);
        });
        Assert.Equal("strike", Assert.Single((await cluster.User(ben).List(10, null)).Items).LastMessage!.Overlay!.RedactedBy);
        Assert.Equal("strike", Pushed(gateway, id).Single(message => message.Seq == 3).Overlay!.RedactedBy);
        await Waiting.Until(async () => !await IsErasing(id), "The old versions are still stored.");
    }

    [Fact]
    public async Task Erasing_that_a_crash_cut_off_goes_on_at_the_next_activation()
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        await cluster.Forget(cluster.Conversation(id));
        await cluster.Redact(id, head: 1, target: 1);
        Assert.True(await IsErasing(id));

        await History(anna, id);

        await Waiting.Until(async () => !await IsErasing(id), "The old versions are still stored.");
    }

    [Fact]
    public async Task A_target_that_cannot_be_amended_is_refused_and_its_neighbours_are_stored()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1", "c2");
        await Send(anna, id, Rewrite("r1", 1, "one"));
        await Send(anna, id, Draft("strike", "s1", new MessageContent(), target: 2));

        SendOutcome[] outcomes = await cluster.Conversation(id).Send(anna, [.. new[] { 99L, 3, 2, 1 }.Select(target =>
            new SendItem { ConnectionId = "", Drafts = [Rewrite($"x{target}", target, "new")] })]);
        SendOutcome foreign = await Send(ben, id, Rewrite("x", 1, "not mine"));

        Assert.Equal(
            [ErrorCode.InvalidDraft, ErrorCode.InvalidDraft, ErrorCode.InvalidDraft, null],
            outcomes.Select(outcome => outcome.Refusal?.Code));
        Assert.Equal(ErrorCode.NotTheSender, foreign.Refusal?.Code);
        Assert.Equal(5, (await History(anna, id)).Head);
    }

    [Fact]
    public async Task A_kind_that_needs_a_target_is_refused_without_and_one_that_has_none_with()
    {
        var (anna, _, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");

        Assert.Equal(ErrorCode.InvalidDraft, (await Send(anna, id, Draft("strike", "x", new MessageContent()))).Refusal?.Code);
        Assert.Equal(ErrorCode.InvalidDraft, (await Send(anna, id, Draft("wave", "x", new MessageContent(), target: 1))).Refusal?.Code);
        Assert.Equal(ErrorCode.InvalidDraft, (await Send(anna, id, Draft("cheer", "x", new MessageContent()))).Refusal?.Code);
        Assert.Equal(ErrorCode.UnknownKind, (await Send(anna, id, Draft("boo", "x", new MessageContent()))).Refusal?.Code);
    }

    [Fact]
    public async Task A_member_sees_nothing_of_an_entry_from_before_they_joined_when_it_is_amended()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl");
        string group = await cluster.NewGroup(users[0], users[1]);
        string id = ConversationKey.Group(group);
        await cluster.Post(users[0], id, "c2");
        await cluster.Group(group).Add(users[0], [users[2]]);
        FakeGateway gateway = await cluster.NewGateway(users);
        await Send(users[0], id, Rewrite("r1", 2, "secret of old"));
        await gateway.Until(users[1], id, 4);
        await gateway.Until(users[2], id, 4);

        Message read = (await History(users[2], id)).Messages[^1];
        Message pushed = PushedTo(gateway, users[2], id).Last(message => message.Seq == 4);

        Assert.All([read, pushed], message =>
        {
            Assert.Equal((4, 2), (message.Seq, message.Target));
            Assert.Equal((new MessageContent(), (MessageOverlay?)null), (message.Content, message.Overlay));
        });
        Assert.Equal("secret of old", PushedTo(gateway, users[1], id).Last(message => message.Seq == 4).Overlay!.Content!.Text);
        Assert.Empty((await cluster.Conversation(id).History(users[2], new HistoryQuery { AmendedAfter = 0 })).Messages);
        Assert.Equal(ErrorCode.InvalidDraft, (await Send(users[2], id, Draft("strike", "s1", new MessageContent(), target: 2))).Refusal?.Code);
    }

    [Fact]
    public async Task A_page_can_leave_amendments_out_and_ask_for_what_was_amended()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1", "c2", "c3");
        await Send(anna, id, Rewrite("r1", 1, "one"), Rewrite("r2", 3, "three"));

        MessagePage visible = await cluster.Conversation(id).History(ben, new HistoryQuery { Amendments = false, Limit = 2 });
        MessagePage amended = await cluster.Conversation(id).History(ben, new HistoryQuery { AmendedAfter = 3, After = 1, Before = 4 });
        MessagePage plain = await History(ben, id);

        Assert.Equal([2, 3], visible.Messages.Select(message => message.Seq));
        Assert.Equal((2, 5), (visible.From, visible.To));
        Assert.Equal(3, Assert.Single(amended.Messages).Seq);
        Assert.Equal(5, amended.AmendedUpTo);
        Assert.True(plain is { From: null, To: null, AmendedUpTo: null });
    }

    private static MessageDraft Draft(string kind, string clientMessageId, MessageContent content, long? target = null) =>
        new() { ClientMessageId = clientMessageId, Kind = kind, Content = content, Target = target };

    private static MessageDraft Rewrite(string clientMessageId, long target, string text) =>
        Draft("rewrite", clientMessageId, new MessageContent { Text = text }, target);

    private static IEnumerable<Message> Pushed(FakeGateway gateway, string id) =>
        gateway.Of<MessagesPosted>().Where(pushed => pushed.Payload.Posted.ConversationId == id).SelectMany(pushed => pushed.Payload.Posted.Messages);

    private static IEnumerable<Message> PushedTo(FakeGateway gateway, string userId, string id) => gateway.Of<MessagesPosted>()
        .Where(pushed => pushed.Payload.Posted.ConversationId == id && pushed.Audience.UserIds.Contains(userId))
        .SelectMany(pushed => pushed.Payload.Posted.Messages);

    private async Task<bool> IsErasing(string id) =>
        (await ((IMessageLog)cluster.Log).HeadsAsync(new HeadsQuery([id]) { Erasures = true }))[id].IsErasing;

    private async Task<SendOutcome> Send(string userId, string id, params MessageDraft[] drafts) =>
        (await cluster.Conversation(id).Send(userId, [new SendItem { ConnectionId = "", Drafts = drafts }]))[0];

    private Task<MessagePage> History(string userId, string id) => cluster.Conversation(id).History(userId, new HistoryQuery { Limit = 200 });

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
