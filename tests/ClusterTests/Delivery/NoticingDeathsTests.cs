using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Xunit;

namespace ImOrleans.ClusterTests.Delivery;

public sealed class NoticingDeathsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_gateway_hears_of_a_death_and_nothing_of_what_is_none()
    {
        FakeGateway gateway = await cluster.NewGateway();
        long before = await gateway.Register();
        InProcessSiloHandle mortal = await cluster.Silos.StartAdditionalSiloAsync();
        Assert.Equal(before, await gateway.Register());
        await cluster.Forget(GrainOf(gateway));
        Assert.Equal(before, await gateway.Register());
        await cluster.Move(GrainOf(gateway), mortal);
        Assert.Equal(before, await gateway.Register());

        await cluster.Kill(mortal);
        long after = await Another(gateway, before);
        await Waiting.Until(
            () => Task.FromResult(cluster.Silos.GetActiveSilos().Select(silo => silo.ServiceProvider.GetRequiredService<SiloDeaths>().Mark).Distinct().Count() == 1),
            "Not every silo has heard of it.");
        await cluster.Forget(GrainOf(gateway));
        Assert.Equal(after, await gateway.Register());
    }

    [Fact]
    public async Task A_silo_that_stops_in_order_is_one_word_to_a_gateway_and_not_one_more_for_each_user()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        string id = await cluster.NewDirect(users[0], users[1]);
        InProcessSiloHandle leaving = await cluster.Silos.StartAdditionalSiloAsync();
        await cluster.Move(cluster.Presence(users[1]), leaving);
        FakeGateway gateway = await cluster.NewGateway(users[1]);
        long before = await gateway.Register();

        await cluster.Silos.StopSiloAsync(leaving, TestContext.Current.CancellationToken);
        await Another(gateway, before);
        await gateway.Attach(users[1]);
        await cluster.Post(users[0], id, "c1");
        await gateway.Until(users[1], id, 1);

        Assert.Empty(gateway.Of<RoutesLost>());
    }

    private IGatewayGrain GrainOf(FakeGateway gateway) => cluster.Grains.GetGrain<IGatewayGrain>(gateway.Id);

    private static async Task<long> Another(FakeGateway gateway, long before)
    {
        await Waiting.Until(async () => await Retrying.Repeated(gateway.Register) != before, "The gateway was not notified that a silo is gone.");
        return await gateway.Register();
    }
}
