using ImOrleans.Client;
using ImOrleans.Client.Accounts;
using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class FailingStoresTests
{
    private static readonly ConversationChange Left = new() { Kind = ChangeKind.Left, ConversationId = "g:1" };

    [Fact]
    public async Task That_the_store_fails_is_said_once_and_that_it_works_again_too()
    {
        await using Bench bench = new();
        StoredConversation row = new() { ConversationId = "g:1" };
        bench.Disk.IsFull = true;
        await Assert.ThrowsAsync<ClientStoreException>(async () => await bench.HasAsync(row));
        await Assert.ThrowsAsync<ClientStoreException>(async () => await bench.HasAsync(row));
        Assert.IsType<IOException>(bench.Store.Error!.InnerException);
        await bench.RowAsync("g:1");
        Assert.NotNull(bench.Store.Error);
        bench.Disk.IsFull = false;
        await bench.HasAsync(row);
        await bench.HasAsync(row);
        Assert.Null(bench.Store.Error);
        await bench.StoreStates.UntilAsync(all => all.Length == 2, "both");
        Assert.Equal([true, false], bench.StoreStates.All.Select(state => state.Error is not null));
    }

    [Fact]
    public async Task Changes_of_others_while_the_store_failed_are_fetched_again()
    {
        await using Bench bench = new();
        await bench.HasAsync(new StoredConversation { ConversationId = "g:1", Applied = 5, Handled = 5, Head = 5, FirstSeq = 1 });
        int asked = 0;
        bench.Hub.Syncs = _ =>
        {
            bench.Disk.IsFull = ++asked < 2;
            return ScriptedHub.Nothing("2") with { Changes = [Left, new ConversationChange { Kind = ChangeKind.Read, ConversationId = "g:2", Seq = 9 }] };
        };
        bench.Disk.IsFull = true;

        bench.Changes.Take(Left);
        bench.Changes.Take(new PositionChanged("g:2", "bob", 9));
        await bench.StoreStates.UntilAsync(all => all.Length == 1, "a failure");
        await bench.Time.StepAsync();

        await bench.Synced.UntilAsync(all => all.Length > 0, "a sync");
        Assert.Equal((false, 9L), ((await bench.RowAsync("g:1")).IsMember, (await bench.RowAsync("g:2")).ReadUpTo));
    }

    [Fact]
    public async Task Messages_that_arrive_while_the_store_fails_are_handed_over_once_when_it_works()
    {
        await using Bench bench = new();
        bench.Disk.IsFull = true;
        Task pushed = bench.PushAsync("g:1", 1, 30);
        await bench.StoreStates.UntilAsync(all => all.Length == 1, "a failure");
        Assert.Empty(bench.Received.All);
        bench.Disk.IsFull = false;
        await bench.Time.StepAsync();
        await pushed;
        Assert.Equal(Enumerable.Range(1, 30), bench.Received.All.SelectMany(received => received.Messages).Select(message => (int)message.Seq));
    }

    [Fact]
    public async Task A_store_that_fails_after_the_handlers_have_run_runs_them_no_second_time()
    {
        await using Bench bench = new(options => options with { MaxTrackers = 1 });
        bench.Events.Messages.Add(_ =>
        {
            bench.Disk.IsFull = true;
            return Task.CompletedTask;
        });
        Task pushed = bench.PushAsync("g:1", 1, 1);
        await bench.StoreStates.UntilAsync(all => all.Length == 1, "a failure");
        Assert.Equal((1L, 0L), ((await bench.RowAsync("g:1")).Applied, (await bench.RowAsync("g:1")).Handled));
        bench.Disk.IsFull = false;
        await bench.Time.StepAsync();
        await pushed;
        Assert.Equal(1, (await bench.RowAsync("g:1")).Handled);
        Assert.Single(bench.Received.All);
    }

    [Fact]
    public async Task A_message_that_cannot_be_kept_is_not_promised_and_the_next_one_is()
    {
        await using Bench bench = new();
        bench.Online.Shut();
        bench.Disk.IsFull = true;
        await Assert.ThrowsAsync<ClientStoreException>(() => bench.Outbox.QueueAsync("g:1", Drafts.Text("lost")));
        Assert.Empty(bench.Outbox.Items);
        bench.Disk.IsFull = false;
        await bench.Outbox.QueueAsync("g:1", Drafts.Text("kept"));
        Assert.Equal("kept", Assert.Single(bench.Outbox.Items).Draft.Content.Text);
    }

    [Fact]
    public async Task An_item_that_cannot_be_removed_from_the_outbox_stays_in_it()
    {
        await using Bench bench = new();
        bench.Online.Shut();
        MessageDraft draft = Drafts.Text("hello");
        await bench.Outbox.QueueAsync("g:1", draft);
        bench.Disk.IsFull = true;
        await Assert.ThrowsAsync<ClientStoreException>(() => bench.Outbox.DiscardAsync(draft.ClientMessageId));
        Assert.Single(bench.Outbox.Items);
        bench.Disk.IsFull = false;
        Assert.True(await bench.Outbox.DiscardAsync(draft.ClientMessageId));
        Assert.Empty(bench.Outbox.Items);
    }

    [Fact]
    public async Task A_failed_message_whose_retry_cannot_be_kept_stays_failed()
    {
        await using Bench bench = new();
        bench.Hub.Before = words => throw new ImException(ErrorCode.NotAMember, "Not a member.");
        MessageDraft draft = Drafts.Text("hello");
        await Assert.ThrowsAsync<ImException>(async () => await (await bench.Outbox.QueueAsync("g:1", draft)).Receipt);
        bench.Disk.IsFull = true;
        await Assert.ThrowsAsync<ClientStoreException>(() => bench.Outbox.RetryAsync(draft.ClientMessageId));
        Assert.Equal(ErrorCode.NotAMember, Assert.Single(bench.Outbox.Items).Failure?.Code);
    }

    [Fact]
    public async Task A_session_ends_even_when_that_cannot_be_kept()
    {
        FullDisk disk = new(new MemoryStore());
        using Session session = new(disk, new OneToken(), new ImClientOptions { ServerUri = new Uri("http://chat.example") });
        await session.SignInAsync("ann", "password", CancellationToken.None);
        List<string> reasons = [];
        session.Ended += reasons.Add;
        disk.IsFull = true;
        await Assert.ThrowsAsync<IOException>(() => session.EndAsync(SignedOutReason.Policy));
        Assert.Equal([SignedOutReason.Policy], reasons);
        Assert.Null(session.Current);
    }

    private sealed class OneToken : ITokenSource
    {
        public Task<Answer<SessionReply>> SignInAsync(SignInRequest request, CancellationToken cancellation) => Task.FromResult(new Answer<SessionReply>(
            new SessionReply
            {
                UserId = "ann", DeviceId = "phone", AccessToken = "access", RefreshToken = "refresh", ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
            },
            DateTimeOffset.UnixEpoch));

        public Task<Answer<SessionReply>> RefreshAsync(RefreshRequest request, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
