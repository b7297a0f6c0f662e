using ImOrleans.Grains.Presence;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class KnowingWhereTests
{
    private readonly ConnectedGateways places = new(new PresenceOptions { MaxGateways = 3 });

    [Fact]
    public void A_user_is_online_wherever_a_gateway_says_so()
    {
        Report("g1", 1, "web");
        Report("g2", 1, "ios", "web");
        Assert.Equal(["ios", "web"], places.Platforms);

        Report("g1", 2);
        Assert.True(places.IsOnline);
        places.Remove("g2");
        Assert.False(places.IsOnline);
        Assert.False(places.IsConnected);
    }

    [Fact]
    public void In_the_background_a_user_is_connected_and_not_online()
    {
        places.Set(new ConnectionReport { GatewayId = "g1", Stamp = 1, Since = 1, Devices = [new ConnectedDevice("d1", "web", Foreground: false)] });

        Assert.Equal((false, true), (places.IsOnline, places.IsConnected));
    }

    [Fact]
    public void A_late_word_does_not_undo_a_newer_one()
    {
        Report("g1", 7);

        Assert.Null(Report("g1", 6, "web"));
        Assert.False(places.IsOnline);
    }

    [Fact]
    public void Gateways_are_bounded_and_those_without_connections_go_first()
    {
        Report("g1", 1, "web");
        Report("g2", 2);
        Report("g3", 3, "ios");
        Report("g4", 4, "linux");
        Assert.Equal(["g1", "g3", "g4"], places.GatewayIds.Order());

        Report("g5", 5, "linux");
        Assert.Equal(["g3", "g4", "g5"], places.GatewayIds.Order());
    }

    [Fact]
    public void A_route_comes_with_the_first_report_or_after_a_moment_without_connections_and_goes_with_the_last()
    {
        Assert.Equal(RouteChange.Came, Report("g1", 1, "web"));
        Assert.Equal(RouteChange.None, Report("g1", 2, "web", "ios"));
        Assert.Equal(RouteChange.Came, places.Set(Of("g1", 3, "web") with { Since = 3 }));
        Assert.Equal(RouteChange.Gone, Report("g1", 4));
        Assert.Equal(RouteChange.None, Report("g1", 5));
        Assert.False(places.Remove("g1"));
        Report("g2", 1, "web");
        Assert.True(places.Remove("g2"));
    }

    private RouteChange? Report(string gatewayId, long stamp, params string[] platforms) => places.Set(Of(gatewayId, stamp, platforms));

    private static ConnectionReport Of(string gatewayId, long stamp, params string[] platforms) => new()
    {
        GatewayId = gatewayId,
        Stamp = stamp,
        Since = 1,
        Devices = [.. platforms.Select(platform => new ConnectedDevice($"d-{platform}", platform, Foreground: true))],
    };
}
