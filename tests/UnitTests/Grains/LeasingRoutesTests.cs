using ImOrleans.Grains.Conversations;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class LeasingRoutesTests
{
    private static readonly ReceiptPrivacy Open = new(Shows: true, Sees: true);
    private static readonly ReceiptPrivacy Closed = new(Shows: false, Sees: false);

    private readonly FakeTimeProvider time = new();
    private readonly FakeCluster cluster = new();
    private readonly Turns turns = new();
    private readonly ConversationOptions options = new();
    private readonly RouteTable routes;

    public LeasingRoutesTests() => routes = new RouteTable("g:a", cluster.Factory, options, time);

    [Fact]
    public async Task Routes_are_the_gateways_of_the_members()
    {
        (cluster.Member("anna").GatewayIds, cluster.Member("ben").GatewayIds) = (["g1", "g2"], ["g1"]);
        await Ready(Rosters.Of("anna", "ben", "carl"));
        Assert.Equal(["g1: anna,ben", "g2: anna"], Table());
    }

    [Fact]
    public async Task A_renewal_drops_what_members_no_longer_say()
    {
        Roster roster = Rosters.Of("anna", "ben");
        (cluster.Member("anna").GatewayIds, cluster.Member("ben").GatewayIds) = (["g1"], ["g1", "g2"]);
        await Ready(roster);
        (cluster.Member("anna").GatewayIds, cluster.Member("ben").GatewayIds) = (["g3"], []);
        time.Advance(options.RouteLease);
        await Ready(roster);
        Assert.Equal(["g3: anna"], Table());
    }

    [Fact]
    public async Task A_member_who_connects_or_disconnects_meanwhile_moves_the_route()
    {
        await Ready(Rosters.Of("anna", "ben"));
        await turns.Run(() => routes.Change("anna", "g1", connected: true));
        Assert.Equal(["g1: anna"], Table());
        await turns.Run(() => routes.Change("anna", "g1", connected: false));
        Assert.Empty(Table());
    }

    [Fact]
    public async Task A_stranger_who_connects_gets_no_route()
    {
        await Ready(Rosters.Of("anna"));
        await turns.Run(() => routes.Change("carl", "g1", connected: true));
        Assert.Empty(Table());
    }

    [Fact]
    public async Task A_member_who_left_is_forgotten_on_all_gateways()
    {
        (cluster.Member("anna").GatewayIds, cluster.Member("ben").GatewayIds) = (["g1"], ["g1", "g2"]);
        await Ready(Rosters.Of("anna", "ben"));
        await turns.Run(() => routes.Forget(["ben"]));
        await turns.Run(() => routes.Change("ben", "g2", connected: true));
        Assert.Equal(["g1: anna"], Table());
    }

    [Fact]
    public async Task A_former_member_has_no_route_after_a_lease_for_the_members()
    {
        (cluster.Member("anna").GatewayIds, cluster.Member("ben").GatewayIds) = (["g1"], ["g1"]);
        await Ready(Rosters.Of("anna", "ben"));
        await Ready(Rosters.Of("anna"));
        Assert.Equal(["g1: anna"], Table());
    }

    [Fact]
    public async Task A_user_who_connects_during_the_first_lease_request_has_a_route_after_it()
    {
        FakeMember anna = cluster.Member("anna");
        anna.IsHeld = true;
        Task ready = Ready(Rosters.Of("anna"));
        TaskCompletionSource<string[]> lease = await anna.NextLease();
        await turns.Run(() => routes.Change("anna", "g1", connected: true));
        lease.SetResult([]); // Given before she connected, and overtaken by the word of it.
        await ready.Soon();
        Assert.Equal(["g1: anna"], Table());
    }

    [Fact]
    public async Task A_user_who_connects_while_the_lease_is_renewed_keeps_the_route()
    {
        Roster roster = Rosters.Of("anna");
        FakeMember anna = cluster.Member("anna");
        await Ready(roster);
        anna.IsHeld = true;
        time.Advance(options.RouteLease);
        Task ready = Ready(roster);
        TaskCompletionSource<string[]> lease = await anna.NextLease();
        await turns.Run(() => routes.Change("anna", "g1", connected: true));
        lease.SetResult([]);
        await ready.Soon();
        Assert.Equal(["g1: anna"], Table());
    }

    [Fact]
    public async Task A_member_who_joins_during_a_lease_request_gets_a_lease_before_their_first_entry_goes_out()
    {
        FakeMember anna = cluster.Member("anna");
        anna.IsHeld = true;
        cluster.Member("ben").GatewayIds = ["g1"];
        Task before = Ready(Rosters.Of("anna"));
        TaskCompletionSource<string[]> lease = await anna.NextLease();
        Task after = Ready(Rosters.Of("anna", "ben"));
        anna.IsHeld = false;
        lease.SetResult([]);
        await Task.WhenAll(before, after).Soon();
        Assert.Equal(["g1: ben"], Table());
    }

    [Fact]
    public async Task One_member_who_cannot_be_reached_does_not_hold_up_the_others()
    {
        (cluster.Member("anna").IsHeld, cluster.Member("ben").GatewayIds) = (true, ["g1"]);
        Task ready = Ready(Rosters.Of("anna", "ben"));
        (await cluster.Member("anna").NextLease()).SetException(new TimeoutException());
        await ready.Soon();
        Assert.Equal(["g1: ben"], Table());
    }

    [Fact]
    public async Task A_member_who_could_not_be_reached_is_asked_again_a_second_later_while_the_others_go_on()
    {
        Roster roster = Rosters.Of("anna", "ben");
        FakeMember anna = cluster.Member("anna");
        anna.IsHeld = true;
        Task first = Ready(roster);
        (await anna.NextLease()).SetException(new TimeoutException());
        await first.Soon();
        time.Advance(TimeSpan.FromSeconds(1));
        await Ready(roster).Soon();
        (await anna.NextLease()).SetResult(["g1"]);
    }

    [Fact]
    public async Task A_member_who_joins_a_group_of_100_costs_one_lease_and_one_who_leaves_costs_none()
    {
        string[] members = [.. Enumerable.Range(0, 100).Select(i => $"m{i}")];
        Roster roster = Rosters.Of(members);
        await Ready(roster);
        cluster.Member("carl").GatewayIds = ["g1"];
        roster = roster.With(Rosters.Joining(2, "carl"), seq: 5);
        await Ready(roster);
        Assert.Equal(["g1: carl"], Table());

        roster = roster.With(Rosters.Leaving(3, "carl", "m7"), seq: 6);
        await Ready(roster);
        Assert.Empty(Table());
        Assert.Equal(101, members.Append("carl").Sum(userId => cluster.Member(userId).Leases));
    }

    [Fact]
    public async Task A_member_who_comes_back_is_asked_again()
    {
        Roster both = Rosters.Of("anna", "ben");
        cluster.Member("ben").GatewayIds = ["g1"];
        await Ready(both);
        await Ready(both.With(Rosters.Leaving(2, "ben"), seq: 5));
        cluster.Member("ben").GatewayIds = ["g2"];
        await Ready(both.With(Rosters.Leaving(2, "ben"), seq: 5).With(Rosters.Joining(3, "ben"), seq: 6));
        Assert.Equal(["g2: ben"], Table());
    }

    [Fact]
    public async Task The_leases_of_the_others_keep_their_age_when_a_member_joins()
    {
        Roster roster = Rosters.Of("anna", "ben");
        await Ready(roster);
        time.Advance(options.RouteLease - TimeSpan.FromSeconds(1));
        roster = roster.With(Rosters.Joining(2, "carl"), seq: 5);
        await Ready(roster);
        cluster.Member("anna").GatewayIds = ["g1"];
        time.Advance(TimeSpan.FromSeconds(1));
        await Ready(roster);
        Assert.Equal(["g1: anna"], Table());
    }

    [Fact]
    public async Task Privacy_is_leased_with_the_routes_also_from_who_is_offline_and_unknown_is_hidden()
    {
        cluster.Member("ben").Receipts = new ReceiptPrivacy(Shows: false, Sees: true);
        cluster.Member("carl").IsHeld = true;
        Task ready = Ready(Rosters.Of("anna", "ben", "carl"));
        (await cluster.Member("carl").NextLease()).SetException(new TimeoutException());
        await ready.Soon();
        Assert.Equal((Open, new(false, true)), (routes.ReceiptsOf("anna"), routes.ReceiptsOf("ben")));
        Assert.Equal((Closed, Closed), (routes.ReceiptsOf("carl"), routes.ReceiptsOf("dora")));
    }

    [Fact]
    public async Task A_change_of_privacy_holds_at_once_also_against_a_lease_that_was_given_before_it()
    {
        Roster roster = Rosters.Of("anna");
        FakeMember anna = cluster.Member("anna");
        await Ready(roster);
        await turns.Run(() => routes.Change("anna", Closed));
        Assert.Equal(Closed, routes.ReceiptsOf("anna"));

        anna.IsHeld = true;
        time.Advance(options.RouteLease);
        Task ready = Ready(roster);
        TaskCompletionSource<string[]> lease = await anna.NextLease();
        await turns.Run(() => routes.Change("anna", Closed));
        lease.SetResult([]);
        await ready.Soon();
        Assert.Equal(Closed, routes.ReceiptsOf("anna"));

        await turns.Run(() => routes.Forget(["anna"]));
        await turns.Run(() => routes.Change("anna", Open));
        Assert.Equal(Closed, routes.ReceiptsOf("anna"));
    }

    private Task Ready(Roster roster) => turns.Run(() => routes.ReadyAsync(roster).AsTask());

    private string[] Table() =>
        [.. routes.Gateways.Select(gateway => $"{gateway.Key}: {string.Join(',', gateway.Value.Audience.UserIds.Order())}").Order(StringComparer.Ordinal)];
}
