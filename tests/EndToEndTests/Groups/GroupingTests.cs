using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Groups;

public sealed class GroupingTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task A_group_begins_with_a_notice_that_its_members_get(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        await using Connection ann = await people[0].ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);

        GroupReply group = await ann.Device.CreateGroupAsync("Friends", people[1].UserId, people[2].UserId);

        Assert.Equal($"g:{group.GroupId}", group.ConversationId);
        Message notice = await bob.ReceivesAsync(group.ConversationId, 1);
        Assert.Equal((MessageKind.Notice, Message.Server, NoticeEvent.Created), (notice.Kind, notice.SenderId, notice.Content.Event));
        Assert.Equal(("Friends", ann.Device.UserId), (notice.Content.Name, notice.Content.ActorId));
        Assert.Equal(people.Select(person => person.UserId).Order(), notice.Content.UserIds!.Order());
        await bob.ReceivesAsync<Changed>(changed => changed.Change is { Kind: ChangeKind.Joined } change && change.ConversationId == group.ConversationId);
        Assert.Equal(0, Assert.Single((await bob.SyncAsync()).Conversations).Unread);
        ConversationSummary listed = Assert.Single(await bob.Device.ConversationsAsync());
        Assert.Equal((ConversationKind.Group, "Friends", 1), (listed.Kind, listed.Title, listed.Head));
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_message_reaches_all_members(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 4);
        Connection[] connections = await Task.WhenAll(people.Select(person => person.ConnectAsync(wire)));
        GroupReply group = await connections[0].Device.CreateGroupAsync("Four", people.Select(person => person.UserId));

        SendReceipt[] receipts = await Task.WhenAll(connections.Select((connection, i) => connection.SayAsync(group.ConversationId, $"from {i}")));

        Assert.Equal([2L, 3, 4, 5], receipts.Select(receipt => receipt.Seq).Order());
        foreach ((Connection connection, SendReceipt own) in connections.Zip(receipts))
        {
            foreach (SendReceipt other in receipts.Where(receipt => receipt != own))
            {
                await connection.ReceivesAsync(group.ConversationId, other.Seq);
            }

            Assert.DoesNotContain(connection.PostedIn(group.ConversationId), message => message.Seq == own.Seq);
            Assert.Equal(5, (await connection.EverythingAsync(group.ConversationId)).Length);
            await connection.DisposeAsync();
        }
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task An_added_member_starts_at_the_own_joining_and_reads_nothing_older(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Connection ann = await people[0].ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);
        GroupReply group = await ann.Device.CreateGroupAsync("Growing");
        await ann.SayAsync(group.ConversationId, "before Bob");

        await ann.Device.AddAsync(group, people[1].UserId);

        Message notice = await bob.ReceivesAsync(group.ConversationId, 3);
        Assert.Equal((NoticeEvent.Joined, ann.Device.UserId), (notice.Content.Event, notice.Content.ActorId));
        Assert.Equal([people[1].UserId], notice.Content.UserIds!);
        MessagePage page = await bob.HistoryAsync(group.ConversationId);
        Assert.Equal((3, 3), (page.Head, page.FirstSeq));
        Assert.Equal([3L], page.Messages.Select(message => message.Seq));
        Assert.Empty((await bob.HistoryAsync(group.ConversationId, before: 3)).Messages);
        Assert.Equal([3L], (await bob.HistoryAsync(group.ConversationId, after: 0)).Messages.Select(message => message.Seq));
        ConversationHead head = Assert.Single((await bob.SyncAsync()).Conversations);
        Assert.Equal((3, 3, 0), (head.Head, head.FirstSeq, head.Unread));
        Assert.Equal("hello Bob", (await bob.ReceivesAsync(group.ConversationId, (await ann.SayAsync(group.ConversationId, "hello Bob")).Seq)).Content.Text);
        Assert.Equal(1, Assert.Single((await bob.SyncAsync()).Conversations).Unread);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Adding_a_member_again_changes_nothing(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Connection ann = await people[0].ConnectAsync(wire);
        GroupReply group = await ann.Device.CreateGroupAsync("Two", people[1].UserId);

        await ann.Device.AddAsync(group, people[1].UserId, people[1].UserId);

        Assert.Equal(1, (await ann.HistoryAsync(group.ConversationId)).Head);
        Assert.Equal(2, (await ann.Device.Api.GetAsync<GroupInfo>($"api/groups/{group.GroupId}")).MemberCount);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_removed_member_gets_the_removal_and_then_nothing_more(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        await using Connection ann = await people[0].ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);
        await using Connection carol = await people[2].ConnectAsync(wire);
        GroupReply group = await ann.Device.CreateGroupAsync("Three", people[1].UserId, people[2].UserId);
        string id = group.ConversationId;
        MessageDraft stored = Drafts.Text("while a member");
        SendReceipt receipt = (await bob.SendAsync(id, stored))[0];

        await ann.Device.RemoveAsync(group, bob.Device.UserId);
        SendReceipt secret = await ann.SayAsync(id, "not for Bob");
        await carol.ReceivesAsync(id, secret.Seq);

        // Pushes to a gateway arrive in order: a push of the secret to Bob would be here before this one.
        string direct = await ann.Device.OpenDirectAsync(bob.Device.UserId);
        await bob.ReceivesAsync(direct, (await ann.SayAsync(direct, "sorry")).Seq);
        Message last = bob.PostedIn(id)[^1];
        Assert.Equal((secret.Seq - 1, NoticeEvent.Removed), (last.Seq, last.Content.Event));
        Assert.Equal([bob.Device.UserId], last.Content.UserIds!);
        Assert.Contains(bob.Events.Of<Changed>(), changed => changed.Change is { Kind: ChangeKind.Left } change && change.ConversationId == id);

        await EnsureOutAsync(bob, group);
        Assert.DoesNotContain((await bob.SyncAsync()).Conversations, head => head.ConversationId == id);
        SendReceipt retried = (await bob.SendAsync(id, stored))[0];
        Assert.Equal(receipt with { Duplicate = true }, retried);
        Assert.Equal(secret.Seq, (await ann.HistoryAsync(id)).Head);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_member_who_leaves_is_out_and_can_be_added_again(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        await using Connection ann = await people[0].ConnectAsync(wire);
        await using Connection bob = await people[1].ConnectAsync(wire);
        GroupReply group = await ann.Device.CreateGroupAsync("Two", people[1].UserId);
        await ann.SayAsync(group.ConversationId, "hello");

        await bob.Device.RemoveAsync(group, bob.Device.UserId);

        Assert.Equal(NoticeEvent.Left, (await ann.ReceivesAsync(group.ConversationId, 3)).Content.Event);
        await EnsureOutAsync(bob, group);
        await ann.SayAsync(group.ConversationId, "while Bob is out");
        await ann.Device.AddAsync(group, bob.Device.UserId);
        Assert.Equal([5L], (await bob.EverythingAsync(group.ConversationId)).Select(message => message.Seq));
        Assert.Equal((5, 0), Assert.Single((await bob.SyncAsync()).Conversations) switch { var head => (head.FirstSeq, head.Unread) });
    }

    [Fact]
    public async Task When_the_owner_leaves_the_longest_member_follows()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 4);
        Device[] devices = await Task.WhenAll(people.Select(person => person.SignInAsync()));
        GroupReply group = await devices[0].CreateGroupAsync("Dynasty", people[1].UserId);
        await devices[1].AddAsync(group, people[2].UserId);
        await devices[2].AddAsync(group, people[3].UserId);

        await devices[0].RemoveAsync(group, people[0].UserId);
        Assert.Equal(people[1].UserId, (await devices[3].Api.GetAsync<GroupInfo>($"api/groups/{group.GroupId}")).OwnerId);
        await devices[1].RemoveAsync(group, people[2].UserId);
        await devices[1].RemoveAsync(group, people[1].UserId);

        GroupMember last = Assert.Single((await devices[3].MembersAsync(group)).Items);
        Assert.Equal((people[3].UserId, GroupRole.Owner), (last.UserId, last.Role));
        await devices[3].RemoveAsync(group, people[3].UserId);
        (await devices[3].Api.AskAsync("GET", $"api/groups/{group.GroupId}")).EnsureRefused(ErrorCode.NotInGroup);
    }

    [Fact]
    public async Task Only_the_owner_removes_others()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 3);
        Device ann = await people[0].SignInAsync();
        Device bob = await people[1].SignInAsync();
        GroupReply group = await ann.CreateGroupAsync("Three", people[1].UserId, people[2].UserId);

        Answer refused = await bob.Api.AskAsync("DELETE", $"api/groups/{group.GroupId}/members/{people[2].UserId}");

        refused.EnsureRefused(ErrorCode.NotTheOwner);
        Assert.Equal(3, (await ann.MembersAsync(group)).Items.Length);
    }

    [Fact]
    public async Task Members_come_in_pages_the_longest_first()
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 7);
        Device ann = await people[0].SignInAsync();
        GroupReply group = await ann.CreateGroupAsync("Seven");
        foreach (Person person in people.Skip(1))
        {
            await ann.AddAsync(group, person.UserId);
        }

        List<string> seen = [];
        for (string? next = ""; next is not null;)
        {
            string query = next.Length == 0 ? "limit=3" : $"limit=3&next={Uri.EscapeDataString(next)}";
            MemberPage page = await ann.Api.GetAsync<MemberPage>($"api/groups/{group.GroupId}/members?{query}");
            seen.AddRange(page.Items.Select(member => member.UserId));
            next = page.Next;
        }

        Assert.Equal(people.Select(person => person.UserId), seen);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_group_has_500_members_and_not_one_more(Wire wire)
    {
        Person[] people = await Person.RegisterAsync(shared.Silo, 501);
        string[] ids = [.. people.Select(person => person.UserId)];
        await using Connection owner = await people[0].ConnectAsync(wire);
        await using Connection last = await people[499].ConnectAsync(wire);

        (await owner.Device.Api.AskAsync("POST", "api/groups", new { name = "501", memberIds = ids[1..] })).EnsureRefused(ErrorCode.GroupFull);
        GroupReply group = await owner.Device.CreateGroupAsync("500", ids[..500]);
        (await owner.Device.Api.AskAsync("POST", $"api/groups/{group.GroupId}/members", new { userIds = ids[500..] })).EnsureRefused(ErrorCode.GroupFull);

        Assert.Equal(500, (await owner.Device.Api.GetAsync<GroupInfo>($"api/groups/{group.GroupId}")).MemberCount);
        Assert.Equal("hello all", (await last.ReceivesAsync(group.ConversationId, (await owner.SayAsync(group.ConversationId, "hello all")).Seq)).Content.Text);
        await owner.Device.RemoveAsync(group, ids[1]);
        await owner.Device.AddAsync(group, ids[500]);
        Assert.Equal(4, (await last.HistoryAsync(group.ConversationId)).Head);
    }

    private static async Task EnsureOutAsync(Connection person, GroupReply group)
    {
        string id = group.ConversationId;
        await HubRefusals.EnsureRefused(ErrorCode.NotAMember, () => person.HistoryAsync(id));
        await HubRefusals.EnsureRefused(ErrorCode.NotAMember, () => person.SayAsync(id, "let me in"));
        await HubRefusals.EnsureRefused(ErrorCode.NotAMember, () => person.ReadAsync(id, 1));
        await HubRefusals.EnsureRefused(ErrorCode.NotAMember, () => person.TypingAsync(id));
        Api api = person.Device.Api;
        (await api.AskAsync("GET", $"api/conversations/{id}/messages")).EnsureRefused(ErrorCode.NotAMember);
        (await api.AskAsync("GET", $"api/groups/{group.GroupId}")).EnsureRefused(ErrorCode.NotInGroup);
        (await api.AskAsync("GET", $"api/groups/{group.GroupId}/members")).EnsureRefused(ErrorCode.NotInGroup);
        Assert.DoesNotContain(await person.Device.ConversationsAsync(), listed => listed.ConversationId == id);
    }
}
