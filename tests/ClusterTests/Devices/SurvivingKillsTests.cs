using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Users;
using Orleans.TestingHost;
using Xunit;

namespace ImOrleans.ClusterTests.Devices;

/// <summary>
/// A stored entry reaches every online device within 10 s of the death of any silo, without another send. The devices are real ones at a
/// real gateway, which knows of silos only by their pushes. A wait has a limit of 20 s, so that a busy machine passes.
/// </summary>
public sealed class SurvivingKillsTests(ImCluster cluster) : IClassFixture<ImCluster>, IAsyncLifetime
{
    private readonly List<Phone> phones = [];
    private RealGateway gateway = null!;
    private InProcessSiloHandle mortal = null!;
    private string anna = "";
    private string ben = "";
    private string id = "";

    public async ValueTask InitializeAsync()
    {
        gateway = await RealGateway.Start(cluster);
        (string annas, string bens) = (cluster.NewName("anna"), cluster.NewName("ben"));
        phones.AddRange(await Task.WhenAll(Phone.SignUp(gateway, annas), Phone.SignUp(gateway, bens)));
        phones.Add(await Phone.SignIn(gateway, bens));
        (anna, ben) = (phones[0].UserId, phones[1].UserId);
        id = await cluster.NewDirect(anna, ben);
        await cluster.Post(anna, id, "before");
        await EverybodyReceives("before");
        mortal = await cluster.Silos.StartAdditionalSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Phone phone in phones)
        {
            await phone.DisposeAsync().AsTask().Soon("A device did not end.");
        }

        await gateway.DisposeAsync().AsTask().Soon("The gateway did not stop.");
    }

    [Fact]
    public async Task Messages_stored_just_before_the_silo_died_reach_every_device()
    {
        await cluster.Move(cluster.Conversation(id), mortal);
        await StoreAndDie();
        await EverybodyReceives("c1");
    }

    [Fact]
    public async Task It_does_so_when_the_grain_that_knows_the_gateway_died_with_it()
    {
        await cluster.Move(cluster.Conversation(id), mortal);
        await cluster.Move(cluster.Grains.GetGrain<IGatewayGrain>(gateway.Id), mortal);
        await StoreAndDie();
        await EverybodyReceives("c1");
    }

    [Fact]
    public async Task Messages_stored_while_the_silo_of_a_members_grain_is_dead_reach_every_device_of_the_member()
    {
        await cluster.Move(cluster.User(ben), mortal);
        await cluster.Move(cluster.Presence(ben), mortal);
        await cluster.Forget(cluster.Conversation(id)); // It has to ask for the routes again.
        await Kill();
        await cluster.Post(anna, id, "c1");
        await EverybodyReceives("c1");
    }

    [Fact]
    public async Task Messages_that_the_lane_of_a_device_had_accepted_when_its_silo_died_reach_the_device()
    {
        foreach (Phone phone in phones)
        {
            IDeviceGrain lane = cluster.Device(phone.UserId, phone.DeviceId);
            await cluster.Move(lane, mortal);
        }

        await cluster.Forget(cluster.Conversation(id)); // It has to ask for the routes again.
        using IDisposable unrouted = cluster.Calls.Fail(cluster.Presence(ben), nameof(IPresenceGrain.LeaseRoutes));
        using IDisposable unanswered = cluster.Calls.LoseAnswers(cluster.User(ben), nameof(IUserGrain.TakenOver));
        await cluster.Post(anna, id, "c1");
        await cluster.Calls.Until(cluster.User(ben), nameof(IUserGrain.TakenOver), times: 2); // Both lanes have it, and the user relies on them.
        await Kill();
        await EverybodyReceives("c1");
    }

    /// <summary>The entry is in the log and its silo dies before the sender or any member was notified.</summary>
    private async Task StoreAndDie()
    {
        Task stored = cluster.Log.LoseAnswer(id);
        cluster.Conversation(id).Send(anna, [new SendItem { ConnectionId = "", Drafts = [ImCluster.Draft("c1")] }]).Ignore();
        await stored;
        await Kill();
    }

    private Task Kill() => cluster.Kill(mortal);

    private Task EverybodyReceives(string clientMessageId) => Task.WhenAll(phones.Select(phone => phone.Receives(id, clientMessageId)));
}
