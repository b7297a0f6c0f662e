using ImOrleans.Grains.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class RoutingTests
{
    [Fact]
    public void Frames_share_one_array_until_somebody_comes_or_goes()
    {
        var route = new GatewayRoute();
        route.Add("anna");
        string[] one = route.UserIds;
        route.Add("anna");
        Assert.Same(one, route.UserIds);
        route.Add("ben");
        Assert.Equal(["anna", "ben"], route.UserIds);
        Assert.Equal(["anna"], one);
    }

    [Fact]
    public void It_says_how_many_are_left()
    {
        var route = new GatewayRoute();
        route.Add("anna");
        route.Add("ben");
        Assert.Equal(1, route.Remove(["anna", "carl"]));
        Assert.Equal(["ben"], route.UserIds);
        Assert.Equal(0, route.Remove(["ben"]));
        Assert.Empty(route.UserIds);
    }

    [Fact]
    public void Others_are_all_but_one()
    {
        var route = new GatewayRoute();
        route.Add("anna");
        route.Add("ben");
        Assert.Equal(["ben"], route.Except("anna"));
        Assert.Equal(["anna", "ben"], route.Except("carl"));
    }
}
