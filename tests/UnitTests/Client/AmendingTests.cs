using ImOrleans.Client.Kinds;
using ImOrleans.Client.Receiving;
using ImOrleans.Client.Sqlite;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class AmendingTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch.AddHours(12);

    [Fact]
    public async Task An_edit_changes_the_stored_entry_the_list_and_the_event()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", Entries.Of("g:1", 1, 2));
        await bench.PushAsync("g:1", Edit(3, target: 2, "better"));
        Message now = await HeldAsync(bench, 2);
        Assert.Equal(("better", Noon, 3L), (now.Content.Text, now.EditedAt, now.Overlay!.OverlaySeq));
        Assert.Equal(now, (await bench.RowAsync("g:1")).LastMessage);
        await bench.Amended.UntilAsync(all => all.Length == 1, "an edit");
        Assert.Equal(now, Assert.Single(bench.Amended.All[0].Messages));
        Assert.Equal([1L, 2L, 3L], bench.Received.All.SelectMany(received => received.Messages).Select(message => message.Seq));
    }

    [Fact]
    public async Task A_deleted_message_leaves_no_content_anywhere()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", Entries.Of("g:1", 1, 2));
        await bench.PushAsync("g:1", Edit(3, target: 2, "secret"), Deletion(4, target: 2));
        Message now = await HeldAsync(bench, 2);
        Assert.True(now.IsDeleted());
        Assert.True((await bench.RowAsync("g:1")).LastMessage!.IsDeleted());
        IReadOnlyList<Message> held = await bench.Store.ReadMessagesAsync("g:1", 0, 10, 10, CancellationToken.None);
        Assert.Equal(["1", null, null, null], held.Select(message => message.Content.Text));
        Assert.DoesNotContain(held, message => message.Overlay?.Content is not null);
    }

    [Fact]
    public async Task A_message_and_its_deletion_that_come_together_are_handed_over_without_content()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", Entries.One("g:1", 1), Deletion(2, target: 1));
        Message[] handed = [.. bench.Received.All.SelectMany(received => received.Messages)];
        Assert.Equal([1L, 2L], handed.Select(message => message.Seq));
        Assert.True(handed[0].IsDeleted());
        Assert.Null(handed[0].Content.Text);
    }

    [Fact]
    public async Task An_overlay_gives_way_only_to_a_newer_one()
    {
        await using Bench bench = new();
        bench.Hub.Heads["g:1"] = 1;
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 3, Handled = 3, Head = 3 });
        Message held = Overlays.Received(Under(Entries.One("g:1", 1), Edit(3, 1, "newer")));
        await bench.Store.WriteAsync(new ConversationWrite { Messages = [held] }, CancellationToken.None);
        bench.Hub.Entry = message => Under(message, Edit(2, 1, "older"));
        IReadOnlyList<Message> page = await bench.History.BeforeAsync("g:1", 2, 1, CancellationToken.None);
        Assert.Equal("newer", Assert.Single(page).Content.Text);
        Assert.Equal("newer", (await HeldAsync(bench, 1)).Content.Text);
        bench.Hub.Entry = message => Under(message, Edit(4, 1, "newest"));
        await bench.History.BeforeAsync("g:1", 2, 1, CancellationToken.None);
        Assert.Equal("newest", (await HeldAsync(bench, 1)).Content.Text);
    }

    [Fact]
    public async Task After_a_jump_what_is_stored_is_brought_up_to_date_page_by_page()
    {
        await using Bench bench = new(options => options with { MaxCatchUp = 10 });
        await bench.PushAsync("g:1", 1, 5);
        bench.Hub.Heads["g:1"] = 100;
        bench.Hub.Amends = query => query.AmendedAfter == 5
            ? Amended(upTo: 50, head: 100, Under(Entries.One("g:1", 2), Deletion(50, 2)))
            : Amended(upTo: 100, head: 100, Under(Entries.One("g:1", 4), Edit(70, 4, "better")));
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("1") with { Conversations = [ScriptedHub.Head("g:1", 100)] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");
        Assert.Equal(
            ["history g:1 0-6 amended after 5", "history g:1 0-6 amended after 50"],
            bench.Hub.Asked.All.Where(words => words.Contains("amended", StringComparison.Ordinal)));
        IReadOnlyList<Message> held = await bench.Store.ReadMessagesAsync("g:1", 0, 6, 10, CancellationToken.None);
        Assert.Equal(["1", null, "3", "better", "5"], held.Select(message => message.Content.Text));
        Assert.Null((await bench.RowAsync("g:1")).StaleAfter);
    }

    [Fact]
    public async Task Entries_that_may_have_changed_are_fetched_before_they_are_shown()
    {
        await using Bench bench = new();
        await bench.Store.WriteAsync(new ConversationWrite { Messages = Entries.Of("g:1", 1, 5) }, CancellationToken.None);
        await bench.HasAsync(new StoredConversation
        {
            ConversationId = "g:1", Applied = 5, Handled = 5, Head = 5, FirstSeq = 1, StaleAfter = 0, StaleUpTo = 5,
        });
        bench.Hub.Amends = _ => Amended(upTo: 5, head: 5, Under(Entries.One("g:1", 1), Deletion(5, 1)));
        Assert.True((await bench.History.BeforeAsync("g:1", null, 5, CancellationToken.None))[0].IsDeleted());
        Assert.Equal(["history g:1 0-6 amended after 0"], bench.Hub.Asked.All);
        await bench.History.BeforeAsync("g:1", null, 5, CancellationToken.None);
        Assert.Single(bench.Hub.Asked.All);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_server_is_asked_once_by_a_connection(bool refuses)
    {
        await using Bench bench = new();
        await bench.Store.WriteAsync(new ConversationWrite { Messages = Entries.Of("g:1", 1, 5) }, CancellationToken.None);
        await bench.HasAsync(new StoredConversation
        {
            ConversationId = "g:1", Applied = 5, Handled = 5, Head = 5, FirstSeq = 1, StaleAfter = 0, StaleUpTo = 5,
        });
        bench.Hub.Amends = refuses ? null : _ => new MessagePage { Messages = [], Head = 5, FirstSeq = 1 };
        Assert.Equal(5, (await bench.History.BeforeAsync("g:1", null, 5, CancellationToken.None)).Count);
        Assert.Equal(5, (await bench.History.BeforeAsync("g:1", null, 5, CancellationToken.None)).Count);
        Assert.Single(bench.Hub.Asked.All);
        bench.Reconnect();
        await bench.History.BeforeAsync("g:1", null, 5, CancellationToken.None);
        Assert.Equal(2, bench.Hub.Asked.All.Length);
    }

    [Fact]
    public async Task Entries_that_cannot_be_fetched_now_are_shown_as_they_were()
    {
        await using Bench bench = new();
        await bench.Store.WriteAsync(new ConversationWrite { Messages = Entries.Of("g:1", 1, 5) }, CancellationToken.None);
        await bench.HasAsync(new StoredConversation
        {
            ConversationId = "g:1", Applied = 5, Handled = 5, Head = 5, FirstSeq = 1, StaleAfter = 0, StaleUpTo = 5,
        });
        bench.Hub.Before = _ => throw new ImException(ErrorCode.Unavailable, "Not there.");
        Assert.Equal(5, (await bench.History.BeforeAsync("g:1", null, 5, CancellationToken.None)).Count);
        Assert.Equal(0, (await bench.RowAsync("g:1")).StaleAfter);
    }

    [Fact]
    public async Task An_own_edit_of_which_only_the_receipt_came_is_asked_for()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", 1, 2);
        bench.Hub.Amends = _ => Amended(upTo: 3, head: 3, Under(Entries.One("g:1", 1), Edit(3, 1, "better")));
        await bench.PushAsync("g:1", Edit(3, target: 1, "better") with { SenderId = "bob", Overlay = null });
        Assert.Contains("history g:1 0-2 amended after 2", bench.Hub.Asked.All);
        Assert.Equal("better", (await HeldAsync(bench, 1)).Content.Text);
    }

    [Fact]
    public async Task A_page_that_was_read_before_an_edit_and_comes_after_it_is_asked_about()
    {
        await using Bench bench = new();
        await bench.PushAsync("g:1", Edit(1, target: 0, "x") with { Target = null, Overlay = null }, Edit(2, target: 1, "x"));
        await bench.Store.WriteAsync(new ConversationWrite { Discarded = ["g:1"], Messages = [Edit(2, 1, "x")] }, CancellationToken.None);
        bench.Hub.Heads["g:1"] = 1;
        await bench.History.BeforeAsync("g:1", 2, 1, CancellationToken.None);
        Assert.Equal((1L, 1L), ((await bench.RowAsync("g:1")).StaleAfter, (await bench.RowAsync("g:1")).StaleUpTo));
    }

    [Fact]
    public async Task A_file_of_the_version_before_is_asked_about_and_forgets_what_is_deleted()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("imorleans-store-").FullName, "ann.db");
        StoredConversation row = new() { ConversationId = "g:1", Applied = 7, Handled = 7, Head = 7, FirstSeq = 1 };
        await using (SqliteStore store = new(path))
        {
            await store.WriteAsync(new ConversationWrite { Conversations = [row, new StoredConversation { ConversationId = "g:2" }] }, CancellationToken.None);
        }

        await using (SqliteConnection file = new($"Data Source={path};Pooling=False"))
        {
            await file.OpenAsync(CancellationToken.None);
            await using SqliteCommand command = file.CreateCommand();
            command.CommandText = "PRAGMA user_version = 1";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await using (SqliteStore store = new(path))
        {
            Assert.Equal(row with { StaleAfter = 0, StaleUpTo = 7 }, await store.FindConversationAsync("g:1", CancellationToken.None));
            Assert.Equal(new StoredConversation { ConversationId = "g:2" }, await store.FindConversationAsync("g:2", CancellationToken.None));
            await store.WriteAsync(new ConversationWrite { Conversations = [row], Messages = Entries.Of("g:1", 1, 7) }, CancellationToken.None);
        }

        await using (SqliteStore store = new(path))
        {
            Assert.Equal(row, await store.FindConversationAsync("g:1", CancellationToken.None));
            await store.WriteAsync(new ConversationWrite { Discarded = ["g:1"], Messages = [Entries.One("g:1", 9)] }, CancellationToken.None);
            Assert.Equal([9L], (await store.ReadMessagesAsync("g:1", 0, 10, 10, CancellationToken.None)).Select(message => message.Seq));
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static Message Edit(long seq, long target, string text) => Entries.One("g:1", seq) with
    {
        Kind = "edit",
        Counts = false,
        Target = target,
        Content = new MessageContent { Text = text },
        Overlay = new MessageOverlay { OverlaySeq = seq, Content = new MessageContent { Text = text }, EditedAt = Noon },
    };

    private static Message Deletion(long seq, long target) => Entries.One("g:1", seq) with
    {
        Kind = "recall",
        Counts = false,
        Target = target,
        Content = new MessageContent(),
        Overlay = new MessageOverlay { OverlaySeq = seq, RedactedBy = "recall" },
    };

    /// <summary>As the server reads it from then on.</summary>
    private static Message Under(Message message, Message by) =>
        message with { Overlay = by.Overlay, Content = by.Overlay!.RedactedBy is null ? message.Content : new MessageContent() };

    private static MessagePage Amended(long upTo, long head, params Message[] messages) =>
        new() { Messages = messages, Head = head, FirstSeq = 1, AmendedUpTo = upTo };

    private static async Task<Message> HeldAsync(Bench bench, long seq) =>
        (await bench.Store.ReadMessagesAsync("g:1", seq - 1, seq + 1, 1, CancellationToken.None)).Single();
}
