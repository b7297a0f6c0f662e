using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class RoutingTests
{
    [Fact]
    public void Frames_share_one_audience_until_a_user_comes_or_goes()
    {
        var route = new GatewayRoute("g:a");
        route.Add("anna");
        Audience one = route.Audience;
        route.Add("anna");
        Assert.Same(one, route.Audience);
        route.Add("ben");
        Assert.Equal(["anna", "ben"], route.Audience.UserIds);
        Assert.Equal(["anna"], one.UserIds);
    }

    [Fact]
    public void It_says_how_many_are_left()
    {
        var route = new GatewayRoute("g:a");
        route.Add("anna");
        route.Add("ben");
        Assert.Equal(1, route.Remove(["anna", "carl"]));
        Assert.Equal(["ben"], route.Audience.UserIds);
        Assert.Equal(0, route.Remove(["ben"]));
        Assert.Empty(route.Audience.UserIds);
    }

    [Fact]
    public void Some_members_are_those_who_are_wanted()
    {
        var route = new GatewayRoute("g:a");
        route.Add("anna");
        route.Add("ben");
        Assert.Equal(["ben"], route.Of(userId => userId != "anna").UserIds);
        Assert.Equal(["anna", "ben"], route.Of(userId => userId != "carl").UserIds);
    }
}
