using ImOrleans.Grains.Presence;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class KnowingWhereTests
{
    private readonly Whereabouts places = new(new PresenceOptions { MaxGateways = 3 });

    [Fact]
    public void A_user_is_online_wherever_a_gateway_says_so()
    {
        places.Set("g1", 1, ["web"], connected: true);
        places.Set("g2", 1, ["ios", "web"], connected: true);
        Assert.Equal(["ios", "web"], places.Platforms);

        places.Set("g1", 2, [], connected: false);
        Assert.True(places.IsOnline);
        places.Remove("g2");
        Assert.False(places.IsOnline);
        Assert.False(places.IsConnected);
    }

    [Fact]
    public void In_the_background_a_user_is_connected_and_not_online()
    {
        places.Set("g1", 1, [], connected: true);

        Assert.Equal((false, true), (places.IsOnline, places.IsConnected));
    }

    [Fact]
    public void A_late_word_does_not_undo_a_newer_one()
    {
        places.Set("g1", 7, [], connected: false);

        Assert.False(places.Set("g1", 6, ["web"], connected: true));
        Assert.False(places.IsOnline);
    }

    [Fact]
    public void Gateways_are_bounded_and_those_without_connections_go_first()
    {
        places.Set("g1", 1, ["web"], connected: true);
        places.Set("g2", 2, [], connected: false);
        places.Set("g3", 3, ["ios"], connected: true);
        places.Set("g4", 4, ["linux"], connected: true);
        Assert.Equal(["g1", "g3", "g4"], places.GatewayIds.Order());

        places.Set("g5", 5, ["linux"], connected: true);
        Assert.Equal(["g3", "g4", "g5"], places.GatewayIds.Order());
    }
}
