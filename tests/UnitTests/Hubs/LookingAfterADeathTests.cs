using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Process;
using ImOrleans.UnitTests.Presence;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

public sealed class LookingAfterADeathTests
{
    private readonly IOptions<GatewayOptions> options = Options.Create(new GatewayOptions { CheckWindow = TimeSpan.FromMilliseconds(100), RetryFor = TimeSpan.Zero });
    private readonly FakeSocket alice = new("a1");
    private readonly FakeSocket bob = new("b1");

    [Fact]
    public async Task After_the_death_of_a_silo_every_connection_is_asked_to_check_though_its_user_grain_is_unreachable()
    {
        ChatConnections connections = new(options);
        connections.Admit(alice.Connect("alice", "phone", "s1"));
        connections.Admit(bob.Connect("bob", "phone", "s2"));
        FakePresence owner = new();
        using ConnectionReports reports = owner.Reports(connections);
        HeadChecks checks = new(connections, reports, NullLogger<HeadChecks>.Instance);
        using HeadCheckRounds deaths = new(connections, checks, TimeProvider.System, options, NullLogger<HeadCheckRounds>.Instance);
        await deaths.StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(alice.Written);

        deaths.Begin();
        (await owner.NextReport()).Answer.SetException(new TimeoutException());
        (await owner.NextReport()).Answer.SetException(new TimeoutException());
        await alice.Until(socket => socket.Written.Count > 0);
        await bob.Until(socket => socket.Written.Count > 0);
        await deaths.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("CheckHeads", Assert.Single(alice.Written).Target);
        Assert.Equal("CheckHeads", Assert.Single(bob.Written).Target);
    }
}
