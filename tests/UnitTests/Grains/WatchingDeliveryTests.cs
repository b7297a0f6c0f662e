using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class WatchingDeliveryTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeCluster cluster = new();
    private readonly ConversationOptions options = new() { MaxWatched = 100 };
    private readonly DeliveryWatch watch;
    private Roster roster = Rosters.Of("anna", "ben");
    private bool ticking;

    public WatchingDeliveryTests() => watch = new DeliveryWatch("g:a", cluster.Factory, () => roster, options, time, () =>
    {
        Assert.False(ticking, "A watch that ticks was started once more.");
        ticking = true;
        return new Ticking(this);
    });

    [Fact]
    public void A_device_that_acknowledges_in_time_gets_no_notification_and_then_all_is_quiet()
    {
        Post(1);
        watch.Settle("anna", 1);
        watch.Settle("ben", 1);
        Tick(times: 2);

        Assert.Empty(Heads("anna").Concat(Heads("ben")));
        Assert.False(ticking);
    }

    [Fact]
    public void A_device_that_does_not_acknowledge_is_notified_until_the_user_grain_takes_over()
    {
        int asked = 0;
        cluster.Member("ben").Answer = news => Answer(settled: ++asked < 4 ? 0 : news.Head);
        Post(1);
        watch.Settle("anna", 1);
        Tick(times: 10);

        Assert.Equal([1L, 1L, 1L, 1L], Heads("ben"));
        Assert.Empty(Heads("anna"));
        Assert.False(ticking);
    }

    [Fact]
    public void Entries_younger_than_the_delay_may_still_be_acknowledged()
    {
        Post(1);
        Post(2);
        Tick();
        Assert.Equal([1L], Heads("ben"));
        Tick();
        Assert.Equal([1L, 2L], Heads("ben"));
    }

    [Fact]
    public async Task However_busy_the_conversation_one_call_per_member_is_under_way()
    {
        Turns turns = new();
        TaskCompletionSource<PostedAnswer> held = new();
        cluster.Member("ben").Answer = _ => held.Task;
        await turns.Run(() =>
        {
            for (int seq = 1; seq <= 20; seq++)
            {
                Post(seq);
                Tick();
            }
        });
        Assert.Equal([1L], Heads("ben"));
        cluster.Member("ben").Answer = news => Answer(news.Head);
        held.SetResult(new PostedAnswer(1, TimeSpan.Zero));
        for (int turn = 0; turn < 100 && Heads("ben").Length < 2; turn++)
        {
            await turns.Run(() => Tick());
        }

        Assert.Equal([1L, 20L], Heads("ben"));
    }

    [Fact]
    public void A_member_whose_devices_do_not_answer_is_left_alone_for_as_long_as_the_user_says()
    {
        cluster.Member("ben").Answer = _ => Answer(settled: 0, pause: TimeSpan.FromSeconds(5));
        Post(1);
        Tick(times: 5);
        Assert.Equal([1L], Heads("ben"));
        Tick();
        Assert.Equal([1L, 1L], Heads("ben"));
        Assert.True(ticking);
    }

    [Fact]
    public void A_user_who_cannot_be_reached_is_notified_ever_more_rarely_and_at_least_every_10_seconds()
    {
        List<int> told = [];
        cluster.Member("ben").Answer = _ => Task.FromException<PostedAnswer>(new TimeoutException());
        Post(1);
        for (int second = 1; second <= 40; second++)
        {
            Tick();
            told.AddRange(Enumerable.Repeat(second, Heads("ben").Length - told.Count));
        }

        Assert.Equal([1, 2, 4, 8, 16, 26, 36], told);
    }

    [Fact]
    public async Task More_than_32_members_are_not_called_at_once()
    {
        Turns turns = new();
        string[] members = [.. Enumerable.Range(0, 80).Select(i => $"m{i}")];
        TaskCompletionSource<PostedAnswer> held = new();
        Array.ForEach(members, member => cluster.Member(member).Answer = _ => held.Task);
        roster = Rosters.Of(members);
        await turns.Run(() =>
        {
            Post(1);
            Tick(times: 2);
        });
        Assert.Equal(32, Calls());

        held.SetResult(new PostedAnswer(1, TimeSpan.Zero));
        for (int turn = 0; turn < 100 && Calls() < 80; turn++)
        {
            await turns.Run(() => { });
        }

        Assert.Equal(80, Calls());

        int Calls() => members.Sum(member => Heads(member).Length);
    }

    [Fact]
    public void A_sender_hears_of_the_newest_own_message_once_and_never_of_an_older_one()
    {
        watch.Sent("anna", "d1", 3, 3);
        watch.Sent("anna", "d1", 9, 8);
        Tick(times: 2);
        watch.Sent("anna", "d1", 3, 3); // A late retry.
        Tick(times: 2);

        Assert.Equal([new OwnEntries("d1", 9, 9, 8)], Own("anna"));
        Assert.False(ticking);
    }

    [Fact]
    public void Messages_of_one_device_without_a_hole_are_one_run_also_when_its_beginning_was_announced_before()
    {
        watch.Sent("anna", "d1", 5, 5);
        watch.Sent("anna", "d1", 6, 6);
        Tick();
        watch.Sent("anna", "d1", 7, 7);
        Tick();
        watch.Sent("anna", "d2", 8, 8);
        Tick();

        Assert.Equal([new("d1", 5, 6, 6), new("d1", 5, 7, 7), new OwnEntries("d2", 8, 8, 8)], Own("anna"));
    }

    [Fact]
    public void A_failed_announcement_to_a_sender_is_repeated_with_the_newer_entries()
    {
        cluster.Member("anna").Answer = _ => Task.FromException<PostedAnswer>(new TimeoutException());
        watch.Sent("anna", "d1", 1, 1);
        Tick();
        cluster.Member("anna").Answer = news => Answer(news.Head);
        watch.Sent("anna", "d1", 2, 2);
        Tick(times: 3);

        Assert.Equal([new("d1", 1, 1, 1), new OwnEntries("d1", 1, 2, 2)], Own("anna"));
    }

    [Fact]
    public void In_a_large_conversation_only_senders_are_notified_and_no_devices_are_asked_for()
    {
        roster = Rosters.Of([.. Enumerable.Range(0, 101).Select(i => $"m{i}")]);
        Post(1);
        watch.Sent("m7", "d1", 1, 1);
        Tick(times: 3);

        Assert.False(Assert.Single(cluster.Member("m7").Told).Watched);
        Assert.All(Enumerable.Range(0, 101).Where(i => i != 7), i => Assert.Empty(cluster.Member($"m{i}").Told));
        Assert.False(ticking);
    }

    [Fact]
    public void Only_entries_after_the_activation_of_the_conversation_are_watched()
    {
        watch.Begin(new LogPosition(5, 5, 0));
        Assert.False(ticking);
        Post(6);
        Tick();
        Assert.Equal([6L], Heads("ben"));
    }

    [Fact]
    public void A_new_member_hears_of_nothing_before_the_own_entry_and_a_former_one_of_nothing_at_all()
    {
        roster = roster.With(Rosters.Joining(2, "carl"), seq: 5);
        watch.Begin(new LogPosition(3, 3, 0));
        Post(4);
        roster = roster.With(Rosters.Leaving(3, "ben"), seq: 6);
        watch.Forget(["ben"]);
        Tick();

        Assert.Empty(Heads("carl"));
        Assert.Empty(Heads("ben"));
        Assert.Equal([4L], Heads("anna"));
    }

    [Fact]
    public async Task Before_its_deactivation_a_conversation_notifies_pending_members_and_waits_a_bounded_time()
    {
        cluster.Member("anna").Answer = _ => new TaskCompletionSource<PostedAnswer>().Task;
        Post(1);
        Task flushed = watch.FlushAsync();
        Assert.False(flushed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await flushed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal([1L], Heads("anna"));
        Assert.Equal([1L], Heads("ben"));
    }

    private static Task<PostedAnswer> Answer(long settled, TimeSpan pause = default) => Task.FromResult(new PostedAnswer(settled, pause));

    private void Post(long seq) => watch.Posted(seq, new LogPosition(seq, seq, 0));

    /// <summary>Delays pass; the watch hears of those for which it has asked.</summary>
    private void Tick(int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            time.Advance(options.AcknowledgementDelay);
            if (ticking)
            {
                watch.Tick();
            }
        }
    }

    private long[] Heads(string userId) => [.. cluster.Member(userId).Told.Select(news => news.Head)];

    private OwnEntries[] Own(string userId) => [.. cluster.Member(userId).Told.Select(news => news.Own!)];

    private sealed class Ticking(WatchingDeliveryTests tests) : IDisposable
    {
        public void Dispose() => tests.ticking = false;
    }
}
