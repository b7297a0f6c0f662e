using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using ImOrleans.UnitTests.Grains;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class HoldingRoutesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly PresenceOptions options = new() { MaxHolders = 10 };
    private readonly FakeCluster cluster = new();
    private readonly RouteHolders holders;

    public HoldingRoutesTests() => holders = New();

    [Fact]
    public void Leases_from_before_the_activation_may_hold_for_as_long_as_one_does()
    {
        LeaseHolders first = holders.Since(null);
        Assert.False(first.IsComplete);
        time.Advance(options.RouteLease);
        LeaseHolders second = holders.Since(first.Mark);
        Assert.False(second.IsComplete);
        time.Advance(TimeSpan.FromSeconds(1));

        // The third question finds a move that came under such a lease after the second.
        LeaseHolders third = holders.Since(second.Mark);
        Assert.False(third.IsComplete);
        Assert.True(holders.Since(third.Mark).IsComplete);
    }

    [Fact]
    public void A_conversation_is_named_while_its_lease_holds_and_once_more_after_it()
    {
        long mark = Settle();
        holders.Add("g:a");
        LeaseHolders held = holders.Since(mark);
        time.Advance(options.RouteLease + TimeSpan.FromSeconds(1));
        LeaseHolders ended = holders.Since(held.Mark);

        Assert.Equal(["g:a"], held.ConversationIds);
        Assert.Equal(["g:a"], ended.ConversationIds);
        Assert.Empty(holders.Since(ended.Mark).ConversationIds);
    }

    [Fact]
    public void An_answer_that_was_lost_is_given_again()
    {
        long mark = Settle();
        holders.Add("g:a");
        holders.Since(mark);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["g:a"], holders.Since(mark).ConversationIds);
    }

    [Fact]
    public void More_leases_than_fit_make_the_answer_incomplete_until_they_are_over()
    {
        long mark = Settle();
        for (int i = 0; i < 11; i++)
        {
            holders.Add($"g:{i}");
        }

        LeaseHolders full = holders.Since(mark);
        Assert.Equal((10, false), (full.ConversationIds.Length, full.IsComplete));
        time.Advance(options.RouteLease + TimeSpan.FromSeconds(1));
        LeaseHolders over = holders.Since(full.Mark);
        Assert.False(over.IsComplete);
        Assert.True(holders.Since(over.Mark).IsComplete);
    }

    [Fact]
    public void A_mark_of_the_activation_before_is_not_taken_for_one_of_this()
    {
        long old = Settle();
        time.Advance(TimeSpan.FromSeconds(1));
        RouteHolders next = New();
        time.Advance(TimeSpan.FromHours(1));

        Assert.False(next.Since(old).IsComplete);
    }

    [Fact]
    public async Task Holders_hear_of_changes_in_their_order_while_their_lease_holds()
    {
        holders.Add("g:old");
        time.Advance(options.RouteLease + TimeSpan.FromSeconds(1));
        holders.Add("g:a");
        await Task.WhenAll(holders.NotifyAsync("gw", connected: true), holders.NotifyAsync("gw", connected: false));

        Assert.Equal([("g:a", "ann", "gw", true), ("g:a", "ann", "gw", false)], cluster.Changed);
    }

    [Fact]
    public async Task A_conversation_that_fails_holds_up_no_later_change()
    {
        holders.Add("g:a");
        cluster.Failure = new InvalidOperationException("A fault of this conversation.");
        await holders.NotifyAsync("gw", connected: true).Soon();
        await holders.NotifyAsync("gw", connected: false).Soon();

        Assert.Equal(2, cluster.Changed.Count);
    }

    [Fact]
    public async Task Holders_hear_of_privacy_that_changes_what_it_allows_there_while_their_lease_holds()
    {
        holders.Add("g:old");
        time.Advance(options.RouteLease + TimeSpan.FromSeconds(1));
        holders.Add("g:a");
        holders.Add("d:ann:bob");
        PresencePrivacy open = new() { VisibleTo = PresenceVisibility.Everyone, Receipts = ReceiptVisibility.Everyone };
        PresencePrivacy unseen = open with { VisibleTo = PresenceVisibility.Nobody };
        cluster.Failure = new TimeoutException("A conversation that does not answer holds up no other.");
        await holders.NotifyAsync(open, open with { VisibleTo = PresenceVisibility.Contacts }).Soon();
        await holders.NotifyAsync(open, unseen).Soon();
        await holders.NotifyAsync(unseen, unseen with { Receipts = ReceiptVisibility.Nobody }).Soon();

        Assert.Equal(
            [("d:ann:bob", "ann", new(false, true)), ("g:a", "ann", new(false, false)), ("d:ann:bob", "ann", new ReceiptPrivacy(false, false))],
            cluster.Receipts);
    }

    private long Settle()
    {
        time.Advance(options.RouteLease + TimeSpan.FromSeconds(1));
        return holders.Since(null).Mark;
    }

    private RouteHolders New() => new("ann", cluster.Factory, options, time, NullLogger.Instance);
}
