using ImOrleans.Client;
using ImOrleans.Client.Events;
using ImOrleans.Client.Kinds;
using ImOrleans.Client.Storage;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Xunit;
using Drafts = ImOrleans.EndToEndTests.People.Drafts;

namespace ImOrleans.EndToEndTests.Client;

/// <summary>The SDK against a server that is ahead of it.</summary>
public sealed class MeetingUnknownKindsTests(InventedSilo invented) : IClassFixture<InventedSilo>
{
    [Fact]
    public async Task An_unknown_kind_that_counts_is_counted_is_not_shown_and_moves_no_position()
    {
        (Device ann, Person bobHimself, string id) = await MeetAsync();
        await using Phone bob = await Phone.SignInAsync(bobHimself);
        await ann.SendAsync(id, Drafts.Text("hello"), InventedDrafts.Cheer(), InventedDrafts.Wave());
        await bob.ReceivesAsync(id, message => message.Seq == 3, "the last one");
        Assert.Equal([1L, 2L, 3L], bob.SeqsOf(id));
        Assert.Equal(["hello"], bob.Events.Of<MessagesReceived>().SelectMany(received => received.Shown).Select(message => message.Content.Text));
        await StandsAsync(bob, id, unread: 2, readUpTo: 0);

        // In the background marking returns when the server knows.
        await bob.Client.ReportStateAsync(AppState.Background);
        await bob.Client.MarkReadAsync(id, 1);
        await StandsAsync(bob, id, unread: 1, readUpTo: 1);
        StoredConversation row = (await bob.Client.Conversations.FindStoredAsync(id))!;
        Assert.Equal("hello", row.LastMessage!.Content.Text);

        // The server counts the same, and says so to a device that knows nothing.
        await using Phone tablet = await Phone.SignInAsync(bobHimself);
        await tablet.ReceivesAsync(id, message => message.Seq == 3, "the last one");
        await StandsAsync(tablet, id, unread: 1, readUpTo: 1);
    }

    [Fact]
    public async Task An_edit_and_a_deletion_reach_who_is_there_and_who_skipped_them()
    {
        (Device ann, Person bobHimself, string id) = await MeetAsync();
        string path = Phone.NewPath(invented.Silo);
        Phone bob = await Phone.SignInAsync(bobHimself, path);
        await ann.SendAsync(id, Drafts.Text("first"), Drafts.Text("second"), Drafts.Text("third"));
        await bob.ReceivesAsync(id, "third");
        await ann.SendAsync(id, InventedDrafts.Rewrite(1, "better"));
        MessagesAmended amended = await bob.SeesAsync<MessagesAmended>(_ => true, "an edit");
        Assert.Equal("better", Assert.Single(amended.Messages).Content.Text);
        await bob.DisposeAsync();

        await ann.SendAsync(id, InventedDrafts.Strike(2));
        await ann.SendAsync(id, InventedDrafts.Rewrite(3, "later"));
        await ann.SendAsync(id, Drafts.Numbered(20));
        await using Phone back = await Phone.ResumeAsync(invented.Silo, path, options => options with { MaxCatchUp = 5 });
        await back.ReceivesAsync(id, "message 20");
        IReadOnlyList<Message> page = await back.Client.GetMessagesAsync(id, after: 0, limit: 3);
        Assert.Equal(["better", null, "later"], page.Select(message => message.Content.Text));
        Assert.Equal([false, true, false], page.Select(message => message.IsDeleted()));
        Assert.NotNull(page[2].EditedAt);
    }

    [Fact]
    public async Task An_own_edit_of_which_only_the_receipt_comes_back_is_shown_too()
    {
        (_, Person bobHimself, string id) = await MeetAsync();
        await using Phone bob = await Phone.SignInAsync(bobHimself);
        await bob.Client.SendAsync(id, "frist").WaitAsync(Phone.Patience);
        await bob.Client.SendAsync(id, InventedDrafts.Rewrite(1, "first")).WaitAsync(Phone.Patience);
        MessagesAmended amended = await bob.SeesAsync<MessagesAmended>(_ => true, "an edit");
        Assert.Equal("first", Assert.Single(amended.Messages).Content.Text);
        Assert.Equal("first", (await bob.Client.GetMessagesAsync(id, limit: 2))[0].Content.Text);
        await StandsAsync(bob, id, unread: 0, readUpTo: 1);
    }

    private async Task<(Device Ann, Person Bob, string Id)> MeetAsync()
    {
        Device ann = await (await Person.RegisterAsync(invented.Silo)).SignInAsync();
        Person bob = await Person.RegisterAsync(invented.Silo);
        return (ann, bob, await ann.OpenDirectAsync(bob.UserId));
    }

    private static async Task StandsAsync(Phone phone, string id, long unread, long readUpTo)
    {
        StoredConversation row = (await phone.Client.Conversations.FindStoredAsync(id))!;
        Assert.Equal((unread, readUpTo), (row.Unread, row.ReadUpTo));
    }
}
