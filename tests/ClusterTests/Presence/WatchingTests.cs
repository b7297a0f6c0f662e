using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Presence;

public sealed class WatchingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task Watchers_on_two_gateways_are_notified_once_each_and_others_never()
    {
        FakeGateway[] watching = [await cluster.NewGateway(), await cluster.NewGateway()];
        (FakeGateway home, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        foreach (FakeGateway gateway in watching)
        {
            Presences.EnsureNothing(ann, (await cluster.Watch(gateway, ann, "reader", "another")).Presence);
        }

        await cluster.Report(home, ann, "web");
        await Task.WhenAll(watching.Select(gateway => gateway.UntilShown(ann, online: true)));
        await cluster.Report(home, ann);
        await Task.WhenAll(watching.Select(gateway => gateway.UntilShown(ann, online: false)));

        Assert.All(watching, gateway => Assert.Equal([true, false], gateway.FramesAbout(ann).Select(frame => frame.Presence!.Online)));
        Assert.All(watching, gateway => Assert.NotNull(gateway.FramesAbout(ann)[1].Presence!.LastSeenAt));
        Assert.Empty(home.FramesAbout(ann));
    }

    [Fact]
    public async Task An_event_after_an_answer_has_a_later_stamp_also_from_a_new_activation()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        PresenceAnswer first = await cluster.Watch(gateway, ann, "reader");
        await cluster.Report(gateway, ann, "web");
        await gateway.UntilShown(ann, online: true);
        long pushed = gateway.FramesAbout(ann)[0].Stamp;
        await cluster.Forget(cluster.Presence(ann));
        PresenceAnswer second = await cluster.Watch(gateway, ann, "reader");

        Assert.True(first.Stamp < pushed && pushed < second.Stamp, $"{first.Stamp}, {pushed}, {second.Stamp}");
    }

    [Fact]
    public async Task A_user_who_comes_and_goes_a_hundred_times_is_announced_a_handful_of_times()
    {
        (FakeGateway gateway, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Watch(gateway, ann, "reader");
        for (int i = 0; i < 100; i++)
        {
            await cluster.Report(gateway, ann, "web");
            await cluster.Report(gateway, ann);
        }

        await gateway.UntilShown(ann, online: false);
        Assert.InRange(gateway.FramesAbout(ann).Length, 2, 6);
    }

    [Fact]
    public async Task A_fresh_activation_gets_reports_from_both_sides_again()
    {
        (FakeGateway home, FakeGateway watching, string ann) = (await cluster.NewGateway(), await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Report(home, ann, "web");
        await cluster.Watch(watching, ann, "reader");
        Assert.False((await cluster.Watch(watching, ann, "reader")).IsUnsure);
        await cluster.Forget(cluster.Presence(ann));
        Assert.True((await cluster.Watch(watching, ann, "reader")).IsUnsure);

        await cluster.Report(home, ann, "web");
        PresenceAnswer again = await cluster.Watch(watching, ann, "reader");
        Assert.Equal((true, false), (again.Presence.Online, again.IsUnsure));
        await cluster.Report(home, ann);
        await watching.UntilShown(ann, online: false);
    }

    [Fact]
    public async Task A_gateway_that_does_not_renew_its_watch_is_no_longer_notified()
    {
        FakeGateway[] watching = [await cluster.NewGateway(), await cluster.NewGateway()];
        (FakeGateway home, string ann) = (await cluster.NewGateway(), cluster.NewName("ann"));
        await cluster.Watch(watching[0], ann, "reader");
        await cluster.Watch(watching[1], ann, "reader");
        cluster.Time.Advance(ImCluster.PresenceSettings.WatchLease);
        await Task.WhenAll([home.Register(), .. watching.Select(gateway => gateway.Register())]);
        await cluster.Watch(watching[1], ann, "reader");
        await cluster.Report(home, ann, "web");
        await watching[1].UntilShown(ann, online: true);

        Assert.Empty(watching[0].FramesAbout(ann));
    }
}
