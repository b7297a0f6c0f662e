using System.Text;
using ImOrleans.Grains.Conversations.Log;
using Xunit;
using static ImOrleans.StoreTests.Logs.Drafts;

namespace ImOrleans.StoreTests.Logs;

public abstract partial class MessageLogContract
{
    [Fact]
    public async Task An_amendment_is_read_with_its_target_and_with_the_entry_that_made_it()
    {
        await AppendAsync(0, Many(3));
        await AmendAsync(3, target: 2, "first");
        await AmendAsync(4, target: 2, "second");
        await ReopenAsync();

        IReadOnlyList<StoredEntry> entries = await ReadAllAsync();

        Assert.Equal([null, "second@5", null, "second@5", "second@5"], entries.Select(OverlayOf));
        Assert.Equal([null, null, null, 2, 2], entries.Select(entry => entry.Target));
        Assert.Equal("second@5", OverlayOf(Assert.Single((await Log.ReadAsync(Conversation, LogRange.Of(2))).Entries)));
        Assert.Equal("second@5", OverlayOf(Assert.Single((await Log.ReadAsync(Conversation, LogRange.Of(4))).Entries)));
    }

    [Fact]
    public async Task An_amendment_of_a_known_entry_is_left_out()
    {
        await AppendAsync(0, Many(1));
        NewEntry edit = About(1, "edit");
        await AppendAsync(1, [edit], new Amendment(0, 1, "first"u8.ToArray()));

        IReadOnlyList<AppendReceipt> again = await AppendAsync(2, [edit, Draft("new")], new Amendment(0, 1, "again"u8.ToArray()));

        Assert.Equal([(2, true), (3, false)], again.Select(receipt => (receipt.Seq, receipt.Duplicate)));
        Assert.Equal("first@2", OverlayOf((await ReadAllAsync())[0]));
    }

    [Fact]
    public async Task A_conflict_amends_nothing()
    {
        await AppendAsync(0, Many(2));

        AppendResult result = await Log.AppendAsync(Conversation, 1, [About(1, "edit")], [new Amendment(0, 1, "x"u8.ToArray())]);

        Assert.Null(result.Receipts);
        Assert.All(await ReadAllAsync(), entry => Assert.Null(entry.Overlay));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_an_unknown_outcome_entry_and_amendment_are_both_stored_or_both_not(bool stored)
    {
        await AppendAsync(0, Many(1));
        BreakNextAppend(stored);
        await Assert.ThrowsAnyAsync<Exception>(() => Log.AppendAsync(Conversation, 1, [About(1, "edit")], [new Amendment(0, 1, "x"u8.ToArray())]));

        IReadOnlyList<StoredEntry> entries = await ReadAllAsync();

        Assert.Equal(stored ? 2 : 1, entries.Count);
        Assert.Equal(stored ? "x@2" : null, OverlayOf(entries[0]));
    }

    [Fact]
    public async Task A_redacted_entry_shows_its_body_to_no_read_and_neither_do_entries_about_it()
    {
        await AppendAsync(0, Draft("c1", body: "secret"u8.ToArray()), Draft("c2") with { IsPreview = false });
        await AmendAsync(2, target: 1, "edited secret");
        await AppendAsync(3, [About(1, "recall")], new Amendment(0, 1, default, Redacts: true));
        await ReopenAsync();

        List<StoredEntry> seen =
        [
            .. await ReadAllAsync(),
            .. (await Log.ReadAsync(Conversation, LogRange.Of(1))).Entries,
            .. (await Log.ReadAsync(Conversation, LogRange.Of(3))).Entries,
            .. (await Log.ReadAsync(Conversation, All with { Target = 1 })).Entries,
            .. (await Log.ReadAsync(Conversation, All with { AmendedAfter = 0 })).Entries,
            .. (await Log.HeadsAsync(new HeadsQuery([Conversation]) { Previews = true })).Values.Select(head => head.Preview!),
        ];

        StoredEntry[] concerned = [.. seen.Where(entry => entry.Seq == 1 || entry.Target == 1)];
        Assert.Equal(9, concerned.Length);
        Assert.All(concerned, entry =>
        {
            Assert.True(entry.Body.IsEmpty);
            Assert.True(entry.Overlay!.Body.IsEmpty);
            Assert.Equal((4, "recall"), (entry.Overlay.Seq, entry.Overlay.RedactedBy));
        });
    }

    [Fact]
    public async Task A_redacted_entry_stays_redacted()
    {
        await AppendAsync(0, Many(1));
        await AppendAsync(1, [About(1, "recall")], new Amendment(0, 1, default, Redacts: true));
        await AmendAsync(2, target: 1, "back again");

        StoredEntry entry = (await ReadAllAsync())[0];

        Assert.True(entry.Body.IsEmpty && entry.Overlay!.Body.IsEmpty);
        Assert.Equal("recall", entry.Overlay.RedactedBy);
    }

    [Fact]
    public async Task Old_versions_are_erased_in_bounded_steps()
    {
        await AppendAsync(0, Many(1));
        await AppendAsync(1, [.. Enumerable.Range(0, 5).Select(i => About(1, $"edit{i}"))]);
        Assert.False(await Log.EraseAsync(Conversation, 2));
        await AppendAsync(6, [About(1, "recall")], new Amendment(0, 1, default, Redacts: true));
        Assert.True((await Log.HeadsAsync(new HeadsQuery([Conversation]) { Erasures = true }))[Conversation].IsErasing);
        await ReopenAsync();

        int steps = 1;
        while (await Log.EraseAsync(Conversation, 2))
        {
            steps++;
        }

        Assert.InRange(steps, 3, 4);
        Assert.False((await Log.HeadsAsync(new HeadsQuery([Conversation]) { Erasures = true }))[Conversation].IsErasing);
        Assert.False(await Log.EraseAsync("unknown", 2));
    }

    [Fact]
    public async Task Entries_about_one_target_are_found_by_sender_too()
    {
        await AppendAsync(0, Many(2));
        await AppendAsync(2, About(1, "a"), About(2, "b"), About(1, "c", sender: "bert"), Draft("d"), About(1, "e"));

        Assert.Equal([3, 5, 7], Seqs((await Log.ReadAsync(Conversation, All with { Target = 1 })).Entries));
        Assert.Equal([3, 7], Seqs((await Log.ReadAsync(Conversation, All with { Target = 1, SenderId = "anna" })).Entries));
        Assert.Equal([7], Seqs((await Log.ReadAsync(Conversation, new LogRange(0, long.MaxValue, 1, Newest: true) { Target = 1, SenderId = "anna" })).Entries));
        Assert.Empty((await Log.ReadAsync(Conversation, All with { Target = 3 })).Entries);
    }

    [Fact]
    public async Task A_page_without_amendments_says_what_it_covers()
    {
        await AppendAsync(0, Many(2));
        await AppendAsync(2, About(1, "a"), About(1, "b"), Draft("c5"), About(1, "d"));

        LogPage oldest = await Log.ReadAsync(Conversation, new LogRange(0, long.MaxValue, 2, Newest: false) { Amendments = false });
        LogPage rest = await Log.ReadAsync(Conversation, new LogRange(oldest.To, long.MaxValue, 2, Newest: false) { Amendments = false });
        LogPage newest = await Log.ReadAsync(Conversation, new LogRange(0, long.MaxValue, 2, Newest: true) { Amendments = false });
        LogPage between = await Log.ReadAsync(Conversation, new LogRange(2, 5, 10, Newest: true) { Amendments = false });

        Assert.Equal("1,2 of 1-2", Describe(oldest));
        Assert.Equal("5 of 3-6", Describe(rest));
        Assert.Equal("2,5 of 2-6", Describe(newest));
        Assert.Equal(" of 3-4", Describe(between));
    }

    [Fact]
    public async Task Pages_without_amendments_reach_every_visible_entry_however_many_others_lie_between()
    {
        int last = (ThousandsBetween * 1_000) + 2;
        await AppendAsync(0, Draft("first"));
        for (int head = 1; head < last - 1; head += 1_000)
        {
            await AppendAsync(head, [.. Enumerable.Range(0, 1_000).Select(i => About(1, $"{head}-{i}"))]);
        }

        await AppendAsync(last - 1, Draft("last"));

        List<long> forth = [];
        for (long after = 0; after < last;)
        {
            LogPage page = await Log.ReadAsync(Conversation, new LogRange(after, long.MaxValue, 50, Newest: false) { Amendments = false });
            Assert.True(page.To > after, $"The page after {after} covers nothing.");
            forth.AddRange(Seqs(page.Entries));
            after = page.To;
        }

        List<long> back = [];
        for (long before = long.MaxValue; before > 1;)
        {
            LogPage page = await Log.ReadAsync(Conversation, new LogRange(0, before, 50, Newest: true) { Amendments = false });
            Assert.True(page.From < before, $"The page before {before} covers nothing.");
            back.AddRange(Seqs(page.Entries));
            before = page.From;
        }

        Assert.Equal([1, last], forth);
        Assert.Equal([last, 1], back);
    }

    [Fact]
    public async Task Amended_entries_come_in_the_order_of_the_changes()
    {
        await AppendAsync(0, Many(4));
        await AmendAsync(4, target: 3, "a");
        await AmendAsync(5, target: 1, "b");
        await AmendAsync(6, target: 4, "c");
        await AmendAsync(7, target: 3, "d");

        LogPage all = await Log.ReadAsync(Conversation, All with { AmendedAfter = 4 });
        LogPage some = await Log.ReadAsync(Conversation, All with { AmendedAfter = 4, Limit = 2 });
        LogPage rest = await Log.ReadAsync(Conversation, All with { AmendedAfter = some.To, Limit = 2 });
        LogPage within = await Log.ReadAsync(Conversation, new LogRange(1, 4, 10, Newest: false) { AmendedAfter = 0 });

        Assert.Equal("b@6,c@7,d@8 to 8", Changes(all));
        Assert.Equal("b@6,c@7 to 7", Changes(some));
        Assert.Equal("d@8 to 8", Changes(rest));
        Assert.Equal("d@8 to 8", Changes(within));
        Assert.Empty((await Log.ReadAsync(Conversation, All with { AmendedAfter = 8 })).Entries);
    }

    [Fact]
    public async Task Overlays_count_among_the_bytes_of_a_page()
    {
        await AppendAsync(0, [.. Enumerable.Range(1, 4).Select(i => Draft($"c{i}", body: new byte[10]))]);
        await AmendAsync(4, target: 2, new string('x', 30));
        await AmendAsync(5, target: 3, new string('y', 30));

        LogPage oldest = await Log.ReadAsync(Conversation, new LogRange(0, 5, 10, Newest: false) { MaxBytes = 60 });
        LogPage newest = await Log.ReadAsync(Conversation, new LogRange(0, 5, 10, Newest: true) { MaxBytes = 60 });
        LogPage changes = await Log.ReadAsync(Conversation, All with { AmendedAfter = 4, MaxBytes = 60 });
        LogPage rest = await Log.ReadAsync(Conversation, All with { AmendedAfter = changes.To, MaxBytes = 60 });

        Assert.Equal("1,2 of 1-2", Describe(oldest));
        Assert.Equal("3,4 of 3-4", Describe(newest));
        Assert.Equal("2 to 5", $"{string.Join(',', Seqs(changes.Entries))} to {changes.To}");
        Assert.Equal("3 to 6", $"{string.Join(',', Seqs(rest.Entries))} to {rest.To}");
    }

    [Fact]
    public async Task Heads_name_the_newest_preview_and_the_newest_own_entry_without_target()
    {
        await AppendAsync(0, Draft("a"), Draft("b", sender: "bert"), About(1, "c"), Draft("d", sender: "bert") with { IsPreview = false });
        await ReopenAsync();
        await AppendAsync(4, About(1, "e"));
        HeadsQuery query = new([Conversation, "unknown"]) { Previews = true, SenderId = "anna" };

        LogHead head = Assert.Single(await Log.HeadsAsync(query)).Value;

        Assert.Equal((5, 2, 1), (head.Newest.Seq, head.Preview!.Seq, head.Own!.Value.Seq));
        Assert.Null((await Log.HeadsAsync(query with { SenderId = "carl" }))[Conversation].Own);
        Assert.Null((await Log.HeadsAsync(query with { OwnAfter = new Dictionary<string, long> { [Conversation] = 1 } }))[Conversation].Own);
        Assert.Null((await Log.HeadsAsync(new HeadsQuery([Conversation])))[Conversation].Preview);
    }

    [Fact]
    public async Task A_conversation_of_which_nothing_can_be_a_preview_has_none()
    {
        await AppendAsync(0, Draft("a") with { IsPreview = false });
        await ReopenAsync();
        await AppendAsync(1, Draft("b") with { IsPreview = false });

        Assert.Null((await Log.HeadsAsync(new HeadsQuery([Conversation]) { Previews = true }))[Conversation].Preview);
    }

    [Fact]
    public async Task Whether_an_entry_counts_is_read_back()
    {
        await AppendAsync(0, Draft("a"), Draft("b", counts: false));

        Assert.Equal([true, false], (await ReadAllAsync()).Select(entry => entry.Counts));
    }

    [Fact]
    public void The_limits_have_room_for_the_largest_send() =>
        Assert.True(Log.Limits is { Operations: >= 200, Bytes: >= 2 * 1_048_576 }, $"{Log.Limits}");

    private Task<IReadOnlyList<AppendReceipt>> AmendAsync(long head, long target, string overlay) =>
        AppendAsync(head, [About(target, $"amend{head}")], new Amendment(0, target, Encoding.UTF8.GetBytes(overlay)));

    private async Task<IReadOnlyList<AppendReceipt>> AppendAsync(long head, NewEntry[] entries, params Amendment[] amendments)
    {
        AppendResult result = await Log.AppendAsync(Conversation, head, entries, amendments);
        Assert.NotNull(result.Receipts);
        return result.Receipts;
    }

    private static string Describe(LogPage page) => $"{string.Join(',', Seqs(page.Entries))} of {page.From}-{page.To}";

    private static string Changes(LogPage page) => $"{string.Join(',', page.Entries.Select(OverlayOf))} to {page.To}";

    private static string? OverlayOf(StoredEntry entry) =>
        entry.Overlay is null ? null : $"{Encoding.UTF8.GetString(entry.Overlay.Body.Span)}@{entry.Overlay.Seq}";
}
