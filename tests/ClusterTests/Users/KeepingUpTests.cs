using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.ClusterTests.Users;

public sealed class KeepingUpTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Unread_counts_messages_and_not_notices()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl");
        string groupId = await cluster.NewGroup(users[0], users[1]);
        string id = ConversationKey.Group(groupId);
        await cluster.Post(users[0], id, "c1", "c2");
        await cluster.Group(groupId).Add(users[0], [users[2]]);
        await cluster.Post(users[0], id, "c3");
        Assert.Equal((5L, 3L), await HeadAndUnread(users[1], id));
        await cluster.User(users[1]).Read(id, 3, "k1");
        Assert.Equal((5L, 1L), await HeadAndUnread(users[1], id));
        await cluster.User(users[1]).Read(id, 4, "k1");
        Assert.Equal((5L, 1L), await HeadAndUnread(users[1], id));
        await cluster.User(users[1]).Read(id, 2, "k1");
        Assert.Equal((5L, 1L), await HeadAndUnread(users[1], id));
        await cluster.User(users[1]).Read(id, 99, "k1");
        Assert.Equal((5L, 0L), await HeadAndUnread(users[1], id));
    }

    [Fact]
    public async Task Ones_own_messages_are_read_also_when_everything_was_forgotten()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        await cluster.Post(ben, id, "c2");
        Assert.Equal((2L, 0L), await HeadAndUnread(ben, id));
        await cluster.Post(anna, id, "c3");
        await cluster.Forget(cluster.Conversation(id));
        await cluster.Forget(cluster.User(ben));
        Assert.Equal((3L, 1L), await HeadAndUnread(ben, id));
        Assert.Equal((3L, 0L), await HeadAndUnread(anna, id));
    }

    [Fact]
    public async Task Read_positions_survive_the_deactivation_of_the_user()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1", "c2", "c3");
        await cluster.User(ben).Read(id, 2, "k1");
        await cluster.Forget(cluster.User(ben));
        Assert.Equal((3L, 1L), await HeadAndUnread(ben, id));
    }

    [Fact]
    public async Task A_sync_tells_what_moved_since_the_cursor_and_nothing_else()
    {
        var (anna, ben, id) = await NewDirect();
        string carl = await cluster.NewUser("carl");
        string other = await cluster.NewDirect(ben, carl);
        await cluster.Post(carl, other, "c1");
        string cursor = (await cluster.User(ben).Sync(new SyncRequest())).Cursor;
        Assert.Empty((await cluster.User(ben).Sync(new SyncRequest { Cursor = cursor })).Conversations);

        await cluster.Post(anna, id, "c1", "c2");
        SyncResult moved = await SyncUntil(ben, cursor, id, 2);
        Assert.Equal([id], moved.Conversations.Select(head => head.ConversationId));
        await cluster.User(ben).Read(id, 1, "k1");
        SyncResult read = await cluster.User(ben).Sync(new SyncRequest { Cursor = moved.Cursor });
        Assert.Equal([(ChangeKind.Read, 1L)], read.Changes.Select(change => (change.Kind, change.Seq!.Value)));
    }

    [Fact]
    public async Task Joining_and_leaving_reach_devices_that_were_away_and_connected_ones_at_once()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        FakeGateway gateway = await cluster.NewGateway(users[1]);
        string old = await cluster.NewDirect(users[1], users[1]);
        string cursor = (await cluster.User(users[1]).Sync(new SyncRequest())).Cursor;
        string groupId = await cluster.NewGroup(users[0], users[1]);
        string id = ConversationKey.Group(groupId);
        await gateway.Until<ConversationChanged>(changed => changed.Change.Kind == ChangeKind.Joined && changed.Change.ConversationId == id);
        SyncResult joined = await cluster.User(users[1]).Sync(new SyncRequest { Cursor = cursor });
        Assert.Equal([(ChangeKind.Joined, id)], joined.Changes.Select(change => (change.Kind, change.ConversationId!)));

        await cluster.Group(groupId).Remove(users[0], users[1]);
        await gateway.Until<ConversationChanged>(changed => changed.Change.Kind == ChangeKind.Left && changed.Change.ConversationId == id);
        SyncResult left = await cluster.User(users[1]).Sync(new SyncRequest { Cursor = joined.Cursor });
        Assert.Equal([(ChangeKind.Left, id)], left.Changes.Select(change => (change.Kind, change.ConversationId!)));
        Assert.DoesNotContain(left.Conversations, head => head.ConversationId == id);
        Assert.Equal([old], (await cluster.User(users[1]).List(10, null)).Items.Select(item => item.ConversationId));
    }

    /// <summary>A reading client that is ahead of the log must not move the cursor past what is stored.</summary>
    [Fact]
    public async Task A_change_after_the_deactivation_of_the_user_reaches_a_device_that_had_read_beyond_the_end()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        await cluster.User(ben).Read(id, 100, "k1");
        Assert.Equal((1L, 0L), await HeadAndUnread(ben, id));
        await cluster.User(ben).Read(id, 100, "k1");
        string cursor = (await cluster.User(ben).Sync(new SyncRequest())).Cursor;
        await cluster.Forget(cluster.User(ben));
        await cluster.Post(anna, id, "c2");
        SyncResult sync = await cluster.User(ben).Sync(new SyncRequest { Cursor = cursor });
        Assert.Null(sync.Reset);
        Assert.Equal([(id, 2L)], sync.Conversations.Select(head => (head.ConversationId, head.Head)));
    }

    [Fact]
    public async Task A_read_position_is_clamped_to_a_head_that_the_user_grain_does_not_know_yet()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.User(ben).Sync(new SyncRequest());
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        string cursor = (await cluster.User(ben).Sync(new SyncRequest())).Cursor; // From here on, nothing says that the conversation may move.
        await cluster.Store(id, head: 0, anna, "c1", "c2");
        await cluster.User(ben).Read(id, 2, "k1");

        ConversationHead told = (await cluster.User(ben).Sync(new SyncRequest { Cursor = cursor })).Conversations.Single();
        Assert.Equal((id, 2L, 2L, 0L), (told.ConversationId, told.Head, told.ReadUpTo, told.Unread));
        Assert.Equal(2, (await cluster.User(ben).List(10, null)).Items.Single().Head);
    }

    [Fact]
    public async Task A_late_retry_of_an_old_message_leaves_the_newer_ones_read()
    {
        var (anna, ben, id) = await NewDirect();
        await cluster.Post(anna, id, "c1");
        Assert.Equal((1L, 0L), await HeadAndUnread(anna, id));
        await cluster.Post(ben, id, "b1");
        await cluster.Post(anna, id, "c2");
        await cluster.Post(anna, id, "c1");
        await cluster.Post(ben, id, "b2");
        await cluster.Forget(cluster.Conversation(id)); // Tells the senders what they have read.
        Assert.Equal((4L, 1L), await HeadAndUnread(anna, id));
    }

    [Fact]
    public async Task The_list_is_newest_first_and_comes_in_pages()
    {
        string anna = await cluster.NewUser("anna");
        var ids = new List<string>();
        foreach (string friend in await cluster.NewUsers([.. Enumerable.Repeat("friend", 7)]))
        {
            ids.Insert(0, await cluster.NewDirect(anna, friend));
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
            await cluster.Post(friend, ids[0], "c1");
        }

        var listed = new List<ConversationSummary>();
        string? next = null;
        do
        {
            ConversationPage page = await cluster.User(anna).List(3, next);
            listed.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        Assert.Equal(ids, listed.Select(item => item.ConversationId));
        Assert.All(listed, item => Assert.Equal((1L, "friend", "text of c1"), (item.Unread, item.Title, item.LastMessage!.Content.Text)));
    }

    /// <summary>The route lease follows the receipt by a moment. Before it, the user does not know of the message.</summary>
    private async Task<SyncResult> SyncUntil(string userId, string cursor, string id, long head)
    {
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            SyncResult sync = await cluster.User(userId).Sync(new SyncRequest { Cursor = cursor });
            if (sync.Conversations.Any(known => known.ConversationId == id && known.Head == head))
            {
                return sync;
            }
        }

        throw new TimeoutException($"No sync gave {userId} the head {head} of {id}.");
    }

    private async Task<(long Head, long Unread)> HeadAndUnread(string userId, string id)
    {
        SyncResult sync = await cluster.User(userId).Sync(new SyncRequest());
        ConversationHead head = sync.Conversations.Single(known => known.ConversationId == id);
        return (head.Head, head.Unread);
    }

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
