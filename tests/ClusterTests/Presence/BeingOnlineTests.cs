using System.Diagnostics;
using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Presence;

public sealed class BeingOnlineTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_user_is_online_where_gateways_say_so_and_seen_last_when_the_last_one_says_no_more()
    {
        (FakeGateway first, FakeGateway second, string ann) = (await cluster.NewGateway(), await cluster.NewGateway(), cluster.NewName("ann"));
        Presences.EnsureNothing(ann, await cluster.See("reader", ann));
        await cluster.Report(first, ann, "web", "ios");
        await cluster.Report(second, ann, "web");
        UserPresence online = await cluster.See("reader", ann);
        Assert.True(online.Online);
        Assert.Equal(["ios", "web"], online.Platforms);
        Assert.Null(online.LastSeenAt);

        await cluster.Report(first, ann);
        Assert.Equal(["web"], (await cluster.See("reader", ann)).Platforms);
        DateTimeOffset before = cluster.Time.GetUtcNow();
        Stopwatch since = Stopwatch.StartNew();
        await cluster.Report(second, ann);
        Assert.True((await cluster.See("reader", ann)).Online || since.Elapsed >= ImCluster.PresenceSettings.OfflineDelay);
        cluster.Time.Advance(ImCluster.PresenceSettings.OfflineDelay);
        UserPresence gone = await cluster.See("reader", ann);
        Assert.False(gone.Online);
        Assert.InRange(gone.LastSeenAt!.Value, before, cluster.Time.GetUtcNow() - ImCluster.PresenceSettings.OfflineDelay);
    }

    [Fact]
    public async Task The_last_seen_time_outlives_a_restart()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Report(gateway, ann, "web");
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        await cluster.Report(gateway, ann);
        cluster.Time.Advance(ImCluster.PresenceSettings.OfflineDelay);
        UserPresence before = await cluster.See("reader", ann);
        await cluster.Forget(cluster.Presence(ann));

        Assert.NotNull(before.LastSeenAt);
        Assert.Equal(before.LastSeenAt, (await cluster.See("reader", ann)).LastSeenAt);
    }

    [Fact]
    public async Task In_the_background_a_user_is_not_online_but_was_seen_just_now()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await gateway.Report(ann, since: 1, new ConnectedDevice("d1", "web", Foreground: false));
        DateTimeOffset first = (await cluster.See("reader", ann)).LastSeenAt!.Value;
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await gateway.Report(ann, since: 1, new ConnectedDevice("d1", "web", Foreground: false));
        UserPresence seen = await cluster.See("reader", ann);

        Assert.False(seen.Online);
        Assert.InRange(seen.LastSeenAt!.Value - first, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_late_report_does_not_undo_a_newer_one()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        long early = gateway.NextStamp();
        await cluster.Report(gateway, ann);
        ConnectionReport late = new() { GatewayId = gateway.Id, Stamp = early, Since = 1, Devices = [new ConnectedDevice("d1", "web", Foreground: true)] };
        Assert.False(await cluster.Presence(ann).Report(late));

        Assert.False((await cluster.See("reader", ann)).Online);
    }

    [Fact]
    public async Task The_users_of_a_dead_gateway_go_offline_within_30_seconds_and_those_of_a_living_one_stay()
    {
        (FakeGateway dying, FakeGateway living, FakeGateway watching) = (await cluster.NewGateway(), await cluster.NewGateway(), await cluster.NewGateway());
        (string ann, string bob, string carl) = (cluster.NewName("ann"), cluster.NewName("bob"), cluster.NewName("carl"));
        await cluster.Report(dying, ann, "web");
        await cluster.Report(dying, bob, "web");
        await cluster.Report(living, bob, "ios");
        await cluster.Report(dying, carl, "web");
        await cluster.Watch(watching, ann, "reader");
        await cluster.Watch(watching, bob, "reader");

        await cluster.BeatWhile(TimeSpan.FromSeconds(30), living, watching);

        await watching.UntilShown(ann, online: false);
        Assert.False((await cluster.See("reader", ann)).Online);
        await Waiting.Until(async () => !(await cluster.See("reader", carl)).Online, "Carl is still online.");
        Assert.Equal(["ios"], (await cluster.See("reader", bob)).Platforms);
        Assert.Empty(watching.FramesAbout(bob));
    }

    [Fact]
    public async Task A_gateway_that_only_a_new_activation_does_not_know_is_not_called_dead()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Report(gateway, ann, "web");
        cluster.Time.Advance(ImCluster.PresenceSettings.GatewayLease / 2);
        await cluster.Forget(cluster.Grains.GetGrain<ImOrleans.Grains.Delivery.IGatewayGrain>(gateway.Id));
        TimeSpan silent = await cluster.Grains.GetGrain<ImOrleans.Grains.Delivery.IGatewayGrain>(gateway.Id).SilentFor();

        Assert.True(silent < ImCluster.PresenceSettings.GatewayLease / 2, $"It was called silent for {silent}.");
        Assert.True((await cluster.See("reader", ann)).Online);
    }
}
