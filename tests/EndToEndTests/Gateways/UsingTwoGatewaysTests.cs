using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Presence;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.EndToEndTests.Gateways;

/// <summary>A gateway in a process of its own, beside the one in the silo.</summary>
public sealed class UsingTwoGatewaysTests
{
    [Fact]
    public async Task Events_at_one_gateway_are_known_at_the_other_and_users_of_a_killed_one_go_offline()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person[] people = await Person.RegisterAsync(silo, 3);
        (string ann, string carl) = (people[0].UserId, people[2].UserId);
        await using Connection hers = await (await AtAsync(gateway, people[0])).ConnectAsync();
        await using Connection his = await people[2].ConnectAsync();
        await using Connection bob = await people[1].ConnectAsync();
        await bob.ReceivesOnlineAsync(ann);
        await bob.WatchAsync(ann, carl);

        await gateway.KillAsync();

        await bob.Events.FirstAsync<CameOrWent>(news => news.UserId == ann && !news.Online, "ann going", TimeSpan.FromMinutes(1));
        UserPresence[] seen = await bob.WatchAsync(ann, carl);
        Assert.Equal([false, true], seen.Select(presence => presence.Online));
        Assert.NotNull(seen[0].LastSeenAt);
    }

    [Fact]
    public async Task A_sign_in_at_one_gateway_ends_the_tokens_and_connections_of_the_loser_at_another_at_once()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Sessions:Policy=one", "--Im:Auth:SessionCacheLifetime=00:00:10");
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person ann = await Person.RegisterAsync(silo);
        Device loser = await AtAsync(gateway, ann);
        await using Connection connection = await loser.ConnectAsync();
        await loser.Api.GetAsync<UserProfile>("api/users/me");

        Device winner = await ann.SignInAsync();

        (await loser.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        (await new Api(silo.Http, loser.Session.AccessToken).AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(SignedOutReason.Policy, (await connection.ReceivesAsync<SignedOut>(_ => true)).Reason);
        await connection.ClosesAsync();
        await new Api(gateway.Http, winner.Session.AccessToken).GetAsync<UserProfile>("api/users/me");
    }

    [Fact]
    public async Task A_sign_in_that_ends_the_session_of_a_killed_gateway_succeeds()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Sessions:Policy=one");
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person ann = await Person.RegisterAsync(silo);
        Device loser = await AtAsync(gateway, ann);
        await loser.Api.GetAsync<UserProfile>("api/users/me");
        await gateway.KillAsync();

        Device winner = await ann.SignInAsync();

        await winner.Api.GetAsync<UserProfile>("api/users/me");
        (await new Api(silo.Http, loser.Session.AccessToken).AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
    }

    [Fact]
    public async Task A_message_and_its_receipts_cross_from_one_gateway_to_the_other()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person[] people = await Person.RegisterAsync(silo, 2);
        Device her = await AtAsync(gateway, people[0]);
        await using Connection hers = await her.ConnectAsync();
        await using Connection his = await people[1].ConnectAsync();
        string id = await her.OpenDirectAsync(people[1].UserId);

        SendReceipt receipt = Assert.Single(await hers.SendAsync(id, Drafts.Text("across")));
        await his.ReceivesAsync(id, receipt.Seq);
        await hers.ReceivesAsync(id, (await his.SayAsync(id, "across and back")).Seq); // Before that, his receipts are hidden.
        await his.DeliveredAsync(id, receipt.Seq);
        await hers.ReceivesAsync<DeliveredMoved>(moved => moved.Seq == receipt.Seq);
        await his.ReadAsync(id, receipt.Seq);
        await hers.ReceivesAsync<ReadMoved>(moved => moved.Seq == receipt.Seq && moved.UserId == people[1].UserId);
    }

    private static async Task<Device> AtAsync(SiloProcess gateway, Person person) => await (person with { Silo = gateway }).SignInAsync();
}
