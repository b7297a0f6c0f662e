using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.EndToEndTests.Messaging;

public sealed class SyncingTests(SharedSilo shared)
{
    [Theory, ClassData(typeof(EachWire))]
    public async Task A_sync_without_a_cursor_gets_the_whole_index(Wire wire)
    {
        await using Connection ann = await (await Person.RegisterAsync(shared.Silo)).ConnectAsync(wire);
        Person[] others = await Person.RegisterAsync(shared.Silo, 3);
        string[] ids = await Task.WhenAll(others.Select(other => ann.Device.OpenDirectAsync(other.UserId)));
        await ann.SayAsync(ids[1], "hello");

        SyncResult sync = await ann.SyncAsync();

        Assert.Equal(ids.Order(), sync.Conversations.Select(conversation => conversation.ConversationId).Order());
        Assert.Equal([0, 1, 0], ids.Select(id => sync.Conversations.Single(conversation => conversation.ConversationId == id).Head));
        Assert.True(sync is { Reset: null, More: null, Cursor.Length: > 0 });
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_sync_with_a_cursor_gets_the_changes_since_then(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        Person carol = await Person.RegisterAsync(shared.Silo);
        string quiet = await chat.Bob.Device.OpenDirectAsync(carol.UserId);
        string before = (await chat.Bob.SyncAsync()).Cursor;

        Assert.Empty((await chat.Bob.SyncAsync(before)).Conversations);
        await chat.Ann.SayAsync(chat.Id, "hello");
        SyncResult sync = await chat.Bob.SyncAsync(before);

        ConversationHead moved = Assert.Single(sync.Conversations);
        Assert.Equal((chat.Id, 1, 1), (moved.ConversationId, moved.Head, moved.Unread));
        Assert.Empty((await chat.Bob.SyncAsync(sync.Cursor)).Conversations);
        Assert.DoesNotContain(sync.Conversations, conversation => conversation.ConversationId == quiet);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_cursor_also_tells_what_was_joined_and_read_elsewhere(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(3));
        string before = (await chat.Bob.SyncAsync()).Cursor;
        await using Connection elsewhere = await chat.BobHimself.ConnectAsync(wire);

        await elsewhere.ReadAsync(chat.Id, 2);
        string opened = await elsewhere.Device.OpenDirectAsync(chat.Bob.Device.UserId);
        SyncResult sync = await chat.Bob.SyncAsync(before);

        Assert.Contains(new ConversationChange { Kind = ChangeKind.Read, ConversationId = chat.Id, Seq = 2 }, sync.Changes);
        Assert.Contains(sync.Changes, change => change.Kind == ChangeKind.Joined && change.ConversationId == opened);
        Assert.Equal(1, sync.Conversations.Single(conversation => conversation.ConversationId == chat.Id).Unread);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_sync_with_heads_gets_those_that_are_above(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        string withHimself = await chat.Bob.Device.OpenDirectAsync(chat.Bob.Device.UserId);
        await chat.Ann.SendAsync(chat.Id, Drafts.Numbered(3));
        await chat.Bob.SayAsync(withHimself, "note");

        SyncResult behind = await chat.Bob.SyncAsync(heads: new() { [chat.Id] = 2, [withHimself] = 1 });
        SyncResult level = await chat.Bob.SyncAsync(heads: new() { [chat.Id] = 3, [withHimself] = 1 });
        SyncResult none = await chat.Bob.SyncAsync(heads: []);

        Assert.Equal((chat.Id, 3), Assert.Single(behind.Conversations) switch { var head => (head.ConversationId, head.Head) });
        Assert.Empty(level.Conversations);
        Assert.Empty(none.Conversations);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task Heads_of_conversations_that_are_foreign_or_unknown_tell_nothing(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await using Connection eve = await (await Person.RegisterAsync(shared.Silo)).ConnectAsync(wire);
        await chat.Ann.SayAsync(chat.Id, "secret");

        SyncResult sync = await eve.SyncAsync(heads: new() { [chat.Id] = 0, ["g:unknown"] = 0 });

        Assert.Empty(sync.Conversations);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_cursor_from_the_future_is_answered_with_the_whole_index(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await chat.Ann.SayAsync(chat.Id, "hello");
        await chat.Bob.SyncAsync();

        // Cursors count a user's changes: that of a busier user is ahead of Bob's.
        await using Connection busy = await (await Person.RegisterAsync(shared.Silo)).ConnectAsync(wire);
        Person[] others = await Person.RegisterAsync(shared.Silo, 12);
        await Task.WhenAll(others.Select(other => busy.Device.OpenDirectAsync(other.UserId)));
        string ahead = (await busy.SyncAsync()).Cursor;

        SyncResult sync = await chat.Bob.SyncAsync(ahead);

        Assert.Equal(true, sync.Reset);
        Assert.Equal((chat.Id, 1), Assert.Single(sync.Conversations) switch { var head => (head.ConversationId, head.Head) });
        Assert.Null((await chat.Bob.SyncAsync(sync.Cursor)).Reset);
    }

    [Theory, ClassData(typeof(EachWire))]
    public async Task An_index_of_more_than_200_comes_in_pages(Wire wire)
    {
        Person[] others = await Person.RegisterAsync(shared.Silo, 210);
        await using Connection ann = await (await Person.RegisterAsync(shared.Silo)).ConnectAsync(wire);
        List<string> ids = [];
        foreach (Person[] some in others.Chunk(15))
        {
            ids.AddRange(await Task.WhenAll(some.Select(other => ann.Device.OpenDirectAsync(other.UserId))));
        }

        SyncResult first = await ann.SyncAsync();
        SyncResult second = await ann.SyncAsync(first.Cursor);

        Assert.Equal((200, true, null), (first.Conversations.Length, first.More, second.More));
        Assert.Equal(ids.Order(), first.Conversations.Concat(second.Conversations).Select(head => head.ConversationId).Distinct().Order());
        Assert.Empty((await ann.SyncAsync(second.Cursor)).Conversations);
    }
}
