using CsCheck;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class AppendingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly MemoryLog log = new();
    private readonly Turns turns = new();
    private readonly List<Exception?> broken = [];
    private readonly List<PendingEntries> published = [];
    private Roster roster = Rosters.Of("anna", "ben");

    [Fact]
    public async Task Sends_during_an_append_share_the_next_one_in_their_order()
    {
        AppendQueue queue = NewQueue();
        log.Hold();
        Task<AppendReceipt[]> first = Append(queue, Drafts.SendOf("anna", "c1"));
        Assert.Equal(["c1"], await log.NextAppend());
        Task<AppendReceipt[]> second = Append(queue, Drafts.SendOf("ben", "c2", "c3"));
        Task<AppendReceipt[]> third = Append(queue, Drafts.SendOf("anna", "c4"));
        Assert.False(second.IsCompleted || third.IsCompleted);
        log.Release();

        Assert.Equal(["c2", "c3", "c4"], await log.NextAppend());
        await IsNumbered(first, 1);
        await IsNumbered(second, 2, 3);
        await IsNumbered(third, 4);
        Assert.Equal(4, queue.Head.Seq);
    }

    [Fact]
    public async Task Stored_entries_are_announced_in_the_order_of_the_numbers_and_before_the_receipt()
    {
        AppendQueue queue = NewQueue();
        var sends = Enumerable.Range(1, 20).Select(i => Drafts.SendOf("anna", $"c{i}")).ToList();
        await Task.WhenAll(sends.Select(send => Append(queue, send))).Soon();
        Assert.Equal(sends, published);
    }

    [Fact]
    public async Task A_change_of_members_is_alone_in_its_append()
    {
        AppendQueue queue = NewQueue();
        log.Hold();
        var all = new List<Task> { Append(queue, Drafts.SendOf("anna", "c1")) };
        Assert.Equal(["c1"], await log.NextAppend());
        all.Add(Append(queue, Drafts.SendOf("anna", "c2")));
        all.Add(Append(queue, Notice.Of(Rosters.Joining(2, "carl"))));
        all.Add(Append(queue, Notice.Of(Rosters.Joining(3, "dora"))));
        all.Add(Append(queue, Drafts.SendOf("anna", "c3")));
        log.Release();

        await Task.WhenAll(all).Soon();
        Assert.Equal(["c2"], await log.NextAppend());
        Assert.Equal(["v2-"], await log.NextAppend());
        Assert.Equal(["v3-"], await log.NextAppend());
        Assert.Equal(["c3"], await log.NextAppend());
    }

    [Fact]
    public async Task A_notice_does_not_count_as_unread()
    {
        AppendQueue queue = NewQueue();
        await Append(queue, Drafts.SendOf("anna", "c1")).Soon();
        Assert.Equal(1, (await Append(queue, Notice.Of(Rosters.Joining(2, "carl"))).Soon())[0].Ordinal);
        Assert.Equal(2, (await Append(queue, Drafts.SendOf("anna", "c2")).Soon())[0].Ordinal);
    }

    [Fact]
    public async Task A_member_removed_while_their_send_waited_is_refused_when_it_would_get_its_number()
    {
        AppendQueue queue = NewQueue();
        log.Hold();
        Task<AppendReceipt[]> removal = Append(queue, Notice.Of(Rosters.Leaving(2, "ben")));
        await log.NextAppend();
        Task<AppendReceipt[]> bens = Append(queue, Drafts.SendOf("ben", "b1"));
        Task<AppendReceipt[]> annas = Append(queue, Drafts.SendOf("anna", "a1"));
        log.Release();

        await IsNumbered(removal, 1);
        await Refusals.Refused(ErrorCode.NotAMember, bens.Soon());
        await IsNumbered(annas, 2);
        Assert.Equal(["v2-", "a1"], log.Entries.Select(entry => entry.ClientMessageId));
    }

    [Fact]
    public async Task A_member_who_was_muted_while_their_send_waited_is_refused_when_it_would_get_its_number()
    {
        AppendQueue queue = NewQueue();
        log.Hold();
        Task<AppendReceipt[]> first = Append(queue, Drafts.SendOf("ben", "b1"));
        await log.NextAppend();
        Task<AppendReceipt[]> second = Append(queue, Drafts.SendOf("ben", "b2"));
        long until = Start.AddMinutes(1).ToUnixTimeMilliseconds();
        roster = roster with { Members = roster.Members.SetItem("ben", new RosterMember(1, MutedUntil: until)) };
        log.Release();

        await IsNumbered(first, 1);
        await Refusals.Refused(ErrorCode.Muted, second.Soon());
        time.Advance(TimeSpan.FromMinutes(1));
        await IsNumbered(Append(queue, Drafts.SendOf("ben", "b3")), 2);
    }

    [Fact]
    public async Task After_nothing_but_refusals_the_queue_goes_on()
    {
        AppendQueue queue = NewQueue();
        await Refusals.Refused(ErrorCode.NotAMember, Append(queue, Drafts.SendOf("carl", "x1")).Soon());
        await IsNumbered(Append(queue, Drafts.SendOf("anna", "a1")), 1);
    }

    [Fact]
    public async Task The_members_at_the_moment_of_numbering_are_the_recipients()
    {
        AppendQueue queue = NewQueue();
        log.Hold();
        PendingEntries before = Drafts.SendOf("anna", "c1");
        PendingEntries removal = Notice.Of(Rosters.Leaving(2, "ben"));
        PendingEntries after = Drafts.SendOf("anna", "c2");
        Task[] all = [Append(queue, before), Append(queue, removal), Append(queue, after)];
        await log.NextAppend();
        log.Release();
        await Task.WhenAll(all).Soon();

        Assert.True(before.Recipients.Contains("ben"));
        Assert.True(removal.Recipients.Contains("ben"));
        Assert.False(after.Recipients.Contains("ben"));
    }

    [Fact]
    public async Task SentAt_stands_still_while_the_clock_is_some_seconds_behind()
    {
        AppendQueue queue = NewQueue();
        long first = (await Append(queue, Drafts.SendOf("anna", "c1")).Soon())[0].SentAt;
        time.AdjustTime(Start - TimeSpan.FromSeconds(9));
        Assert.Equal(first, (await Append(queue, Drafts.SendOf("anna", "c2")).Soon())[0].SentAt);
        time.AdjustTime(Start + TimeSpan.FromSeconds(1));
        Assert.Equal(first + 1_000, (await Append(queue, Drafts.SendOf("anna", "c3")).Soon())[0].SentAt);
    }

    [Fact]
    public async Task After_a_clock_that_was_far_ahead_SentAt_is_the_present_time()
    {
        AppendQueue queue = NewQueue();
        long first = (await Append(queue, Drafts.SendOf("anna", "c1")).Soon())[0].SentAt;
        time.AdjustTime(Start - TimeSpan.FromHours(1));
        Assert.Equal(first - 3_600_000, (await Append(queue, Drafts.SendOf("anna", "c2")).Soon())[0].SentAt);
    }

    [Fact]
    public async Task SentAt_does_not_go_back_after_a_restart_either()
    {
        long first = (await Append(NewQueue(), Drafts.SendOf("anna", "c1")).Soon())[0].SentAt;
        time.AdjustTime(Start - TimeSpan.FromSeconds(9));
        AppendQueue again = NewQueue();
        await again.LoadAsync();
        Assert.Equal(1, again.Head.Seq);
        AppendReceipt[] next = await Append(again, Drafts.SendOf("anna", "c2")).Soon();
        Assert.Equal((2L, first), (next[0].Seq, next[0].SentAt));
    }

    [Fact]
    public async Task The_same_message_twice_in_one_append_gets_one_number()
    {
        AppendQueue queue = NewQueue();
        AppendReceipt[][] receipts = await Task.WhenAll(
            Append(queue, Drafts.SendOf("anna", "c1")), Append(queue, Drafts.SendOf("anna", "c1")), Append(queue, Drafts.SendOf("ben", "c1"))).Soon();
        Assert.Equal([(1, false), (1, true), (2, false)], receipts.Select(receipt => (receipt[0].Seq, receipt[0].Duplicate)));
    }

    [Fact]
    public async Task Another_writer_breaks_the_queue_for_good_and_its_callers_repeat()
    {
        AppendQueue queue = NewQueue();
        await Append(queue, Drafts.SendOf("anna", "c1")).Soon();
        await Append(NewQueue(head: 1), Drafts.SendOf("ben", "foreign")).Soon();
        log.Hold();
        Task<AppendReceipt[]> inFlight = Append(queue, Drafts.SendOf("anna", "c2"));
        await log.NextAppend();
        Task<AppendReceipt[]> waiting = Append(queue, Drafts.SendOf("anna", "c3"));
        log.Release();

        await Refusals.Refused(ErrorCode.StoreUnavailable, inFlight.Soon());
        await Refusals.Refused(ErrorCode.StoreUnavailable, waiting.Soon());
        await Refusals.Refused(ErrorCode.StoreUnavailable, Append(queue, Drafts.SendOf("anna", "c4")).Soon());
        Assert.True(queue.IsBroken);
        Assert.Equal([null], broken);
        Assert.Equal(["c1", "foreign"], log.Entries.Select(entry => entry.ClientMessageId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_breaks_the_queue_whatever_was_stored(bool afterCommit)
    {
        AppendQueue queue = NewQueue();
        var failure = new IOException("The disk is full.");
        log.Hold();
        log.FailNext(failure, afterCommit);
        Task<AppendReceipt[]> inFlight = Append(queue, Drafts.SendOf("anna", "c1"));
        await log.NextAppend();
        Task<AppendReceipt[]> waiting = Append(queue, Drafts.SendOf("anna", "c2"));
        log.Release();

        await Refusals.Refused(ErrorCode.StoreUnavailable, inFlight.Soon());
        await Refusals.Refused(ErrorCode.StoreUnavailable, waiting.Soon());
        Assert.Equal([failure], broken);
        Assert.Empty(published);
    }

    [Fact]
    public async Task More_sends_than_the_bound_are_refused_as_retryable_and_hurt_nobody()
    {
        AppendQueue queue = NewQueue(options: new ConversationOptions { MaxPendingSends = 2 });
        log.Hold();
        Task<AppendReceipt[]> inFlight = Append(queue, Drafts.SendOf("anna", "c1"));
        await log.NextAppend();
        Task<AppendReceipt[]>[] waiting = [Append(queue, Drafts.SendOf("anna", "c2")), Append(queue, Drafts.SendOf("anna", "c3"))];
        var refusal = await Refusals.Refused(ErrorCode.Unavailable, Append(queue, Drafts.SendOf("anna", "c4")).Soon());
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        log.Release();
        await Task.WhenAll([inFlight, .. waiting]).Soon();
        Assert.Equal(3, log.Entries.Count);
    }

    [Fact]
    public async Task An_append_has_no_more_entries_than_the_bound()
    {
        AppendQueue queue = NewQueue(options: new ConversationOptions { MaxAppend = 4 });
        log.Hold();
        var all = new List<Task> { Append(queue, Drafts.SendOf("anna", "c1")) };
        await log.NextAppend();
        all.AddRange(Enumerable.Range(2, 3).Select(i => Append(queue, Drafts.SendOf("anna", $"a{i}", $"b{i}", $"c{i}"))));
        log.Release();
        await Task.WhenAll(all).Soon();
        for (int i = 2; i <= 4; i++)
        {
            Assert.Equal([$"a{i}", $"b{i}", $"c{i}"], await log.NextAppend());
        }
    }

    /// <summary>
    /// For any senders and repetitions, the numbers have no hole and no double, and the entries of each sender are in the order of the
    /// sends.
    /// </summary>
    [Fact]
    public Task Numbers_have_no_hole_and_senders_keep_their_order() =>
        Gen.Select(Gen.Bool.Select(first => first ? "anna" : "ben"), Gen.Int[1, 12].Array[1, 5]).Array[1, 30].SampleAsync(async sends =>
        {
            var test = new AppendingTests();
            AppendQueue queue = test.NewQueue(options: new ConversationOptions { MaxAppend = 7 });
            AppendReceipt[][] receipts = await Task.WhenAll(sends.Select(send =>
                test.Append(queue, Drafts.SendOf(send.Item1, [.. send.Item2.Select(i => $"c{i}")])))).Soon();

            AppendReceipt[] fresh = [.. receipts.SelectMany(receipt => receipt).Where(receipt => !receipt.Duplicate)];
            Assert.Equal(Enumerable.Range(1, fresh.Length).Select(seq => (long)seq), fresh.Select(receipt => receipt.Seq));
            Assert.Equal(fresh.Length, queue.Head.Seq);
            Assert.Equal(
                sends.SelectMany(send => send.Item2.Select(i => (send.Item1, $"c{i}"))).Distinct(),
                test.log.Entries.Select(entry => (entry.SenderId, entry.ClientMessageId)));
        }, iter: 100);

    private static async Task IsNumbered(Task<AppendReceipt[]> send, params long[] seqs) =>
        Assert.Equal(seqs, (await send.Soon()).Select(receipt => receipt.Seq));

    private Task<AppendReceipt[]> Append(AppendQueue queue, PendingEntries entries) => turns.Run(() => queue.AppendAsync(entries));

    private AppendQueue NewQueue(ConversationOptions? options = null, long head = 0)
    {
        var queue = new AppendQueue("g:a", log, new EntryKinds(EntryKinds.Shipped), options ?? new ConversationOptions(), time, () => roster, Publish, broken.Add);
        return head == 0 ? queue : Loaded(queue);
    }

    private static AppendQueue Loaded(AppendQueue queue)
    {
        Assert.True(queue.LoadAsync().IsCompletedSuccessfully, "A log in memory loads at once.");
        return queue;
    }

    private void Publish(PendingEntries entries, AppendReceipt[] receipts)
    {
        Assert.False(entries.Stored.Task.IsCompleted);
        published.Add(entries);
        if (entries.Change is { } change)
        {
            roster = roster.With(change, receipts[0].Seq);
        }
    }
}
