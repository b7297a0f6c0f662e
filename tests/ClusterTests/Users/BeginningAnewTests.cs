using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using Xunit;

namespace ImOrleans.ClusterTests.Users;

public sealed class BeginningAnewTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task When_the_owner_of_the_routes_goes_it_asks_the_gateways_to_report_again_and_the_user_is_pushed_to_after_that()
    {
        FakeGateway gateway = await cluster.NewGateway();
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = await cluster.NewDirect(users[0], users[1]);
        await gateway.Attach(users[1]);

        await cluster.Forget(cluster.Presence(users[1]));
        await gateway.Until<RoutesLost>((audience, _) => audience.UserIds.SequenceEqual([users[1]]));
        await gateway.Attach(users[1]);
        await cluster.Post(users[0], id, "c1");

        await gateway.Until(users[1], id, 1);
    }
}
