using System.Net;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Microsoft.AspNetCore.SignalR;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

public sealed class LimitingTests(SharedSilo shared)
{
    [Fact]
    public async Task Too_many_requests_are_answered_with_the_time_of_the_next_try()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Limits:FailedSignInsPerAddress=3", "--Im:Limits:RegistrationsPerAddress=3", "--Im:Limits:SendBurst=32", "--Im:Limits:SendsPerSecond=1");
        Api stranger = new(silo.Http);
        Person[] people = await Person.RegisterAsync(silo, 3);
        await using Connection ann = await people[0].ConnectAsync();
        string id = await ann.Device.OpenDirectAsync(people[1].UserId);
        await using Connection bob = await people[1].ConnectAsync(Wire.MessagePack);

        await EnsureLimitedAsync(stranger, ErrorCode.TooManyRegistrations, "api/accounts", new { username = Person.Name(), password = Person.Password });
        await ann.SendAsync(id, Drafts.Numbered(32));
        HubException refused = await Assert.ThrowsAsync<HubException>(() => ann.SendAsync(id, Drafts.Numbered(20)));
        Assert.Matches(@"HubException: 1903 .*\[retryAfterMs=\d+\]$", refused.Message);
        Assert.Equal(33, (await bob.SayAsync(id, "another connection is another budget")).Seq);

        object guess = new { username = people[2].Username, password = "a wild guess", device = new { platform = "web" } };
        for (int attempt = 0; attempt < 3; attempt++)
        {
            (await stranger.AskAsync("POST", "api/sessions", guess)).EnsureRefused(ErrorCode.WrongCredentials);
        }

        await EnsureLimitedAsync(stranger, ErrorCode.TooManyAttempts, "api/sessions", guess);
    }

    [Fact]
    public async Task Calls_are_counted_on_the_hub_and_over_rest_and_health_always_answers()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Limits:CallBurst=32", "--Im:Limits:CallsPerSecond=1", "--Im:Limits:UserCallBurst=100", "--Im:Limits:UserCallsPerSecond=1",
            "--Im:Limits:AddressCallBurst=200", "--Im:Limits:AddressCallsPerSecond=1");
        Person[] people = await Person.RegisterAsync(silo, 2);
        await using Connection ann = await people[0].ConnectAsync();

        string refused = await FirstRefusalAsync(async () => await ann.SyncAsync());
        Assert.Matches(@"HubException: 1905 .*\[retryAfterMs=\d+\]$", refused);
        Assert.True(ann.IsOpen);
        Answer answer = await FirstRefusalAsync(() => ann.Device.Api.AskAsync("GET", "api/users/me"));
        answer.EnsureRefused(ErrorCode.TooManyCalls);

        Device bob = await people[1].SignInAsync();
        Assert.Contains(bob.UserId, (await bob.Api.AskAsync("GET", "api/users/me")).Text, StringComparison.Ordinal);
        (await FirstRefusalAsync(() => new Api(silo.Http).AskAsync("GET", "api/server"))).EnsureRefused(ErrorCode.TooManyCalls);
        using HttpResponseMessage ready = await silo.Http.GetAsync("health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task A_server_accepts_the_limits_that_it_announces()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Conversations:MaxDraftsPerSend=40", "--Im:Conversations:MaxMessageBytes=100", "--Im:Groups:MaxMembers=3",
            "--Im:Groups:MaxAdded=2", "--Im:Gateway:MaxSyncHeads=501", "--Im:Gateway:MaxPositions=502", "--Im:Presence:MaxWatched=5");
        ServerLimits limits = (await new Api(silo.Http).GetAsync<ServerInfo>("api/server")).Limits;
        Assert.Equal((40, 100, 3), (limits.MaxDraftsPerSend, limits.MaxMessageBytes, limits.MaxGroupMembers));
        Assert.Equal((2, 501, 502, 5), (limits.MaxMembersAdded, limits.MaxSyncHeads, limits.MaxPositions, limits.MaxWatched));

        Person[] people = await Person.RegisterAsync(silo, 4);
        await using Connection ann = await people[0].ConnectAsync();
        string id = await ann.Device.OpenDirectAsync(people[1].UserId);
        Assert.Equal(40, (await ann.SendAsync(id, Drafts.Numbered(40))).Length);
        await HubRefusals.EnsureRefused(ErrorCode.InvalidDraft, () => ann.SendAsync(id, Drafts.Numbered(41)));
        await HubRefusals.EnsureRefused(ErrorCode.MessageTooLarge, () => ann.SayAsync(id, new string('x', 101)));
        object group = new { name = "Four", memberIds = people.Skip(1).Select(person => person.UserId) };
        (await ann.Device.Api.AskAsync("POST", "api/groups", group)).EnsureRefused(ErrorCode.GroupFull);
    }

    /// <summary>Each gateway counts its own.</summary>
    [Theory, ClassData(typeof(EachWire))]
    public async Task A_device_has_at_most_8_connections(Wire wire)
    {
        Device device = await (await Person.RegisterAsync(shared.Silo)).SignInAsync();
        List<Connection> connections = [];
        Exception? refusal = null;
        while (refusal is null && connections.Count <= 8 * shared.Silo.Gateways)
        {
            refusal = await Record.ExceptionAsync(async () => connections.Add(await device.ConnectAsync(wire)));
        }

        Assert.NotNull(refusal);
        Assert.InRange(connections.Count, 8, 8 * shared.Silo.Gateways);
        Assert.All(connections, connection => Assert.True(connection.IsOpen));
        foreach (Connection connection in connections)
        {
            await connection.SyncAsync();
            await connection.DisposeAsync();
        }
    }

    private static async Task<string> FirstRefusalAsync(Func<Task> call)
    {
        for (int i = 0; i < 1_000; i++)
        {
            try
            {
                await call();
            }
            catch (HubException refusal)
            {
                return refusal.Message;
            }
        }

        throw new InvalidOperationException("A thousand calls were answered.");
    }

    private static async Task<Answer> FirstRefusalAsync(Func<Task<Answer>> call)
    {
        for (int i = 0; i < 1_000; i++)
        {
            if (await call() is { Status: >= 400 } refused)
            {
                return refused;
            }
        }

        throw new InvalidOperationException("A thousand calls were answered.");
    }

    private static async Task EnsureLimitedAsync(Api api, ErrorCode code, string path, object body)
    {
        Answer answer = await api.AskAsync("POST", path, body);
        answer.EnsureRefused(code);
        Assert.Contains("\"retryAfterMs\":", answer.Text, StringComparison.Ordinal);
    }
}
