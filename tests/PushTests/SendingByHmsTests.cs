using System.Text.Json;
using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingByHmsTests : IAsyncLifetime
{
    private HmsServer server = null!;
    private Senders senders = null!;

    private IPushSender Sender => senders.All.Single();

    public async ValueTask InitializeAsync()
    {
        server = await HmsServer.StartAsync();
        senders = Settings.Hms(server, ("Push:Hms:BadgeClass", "org.example.im.Main"));
    }

    public ValueTask DisposeAsync()
    {
        senders.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task Devices_that_get_the_same_share_a_request_and_a_dead_one_of_them_ends_alone()
    {
        server.Dead["device-that-is-dead"] = true;
        PushRequest alive = Requests.Alert("device-that-is-alive");
        PushResult[] results = await Sender.SendAsync(
            [
                alive,
                alive with { Id = Requests.NewId(), Token = "device-that-is-dead" },
                alive with { Id = Requests.NewId(), Body = "Other" },
            ],
            CancellationToken.None);
        Assert.Equal([PushOutcome.Accepted, PushOutcome.TokenEnded, PushOutcome.Accepted], results.Select(result => result.Outcome));
        Assert.Equal(2, server.Server.Requests);
        Assert.Equal(1, server.Tokens.Requests);
    }

    [Fact]
    public async Task A_device_that_is_dead_alone_ends_its_token()
    {
        server.Dead["device-that-is-dead"] = true;
        Assert.Equal(
            [new PushResult(PushOutcome.TokenEnded, "80300007")],
            await Sender.SendAsync([Requests.Alert("device-that-is-dead")], CancellationToken.None));
    }

    [Fact]
    public async Task Notifications_of_one_conversation_replace_each_other_by_tag_and_number()
    {
        await Sender.SendAsync([Requests.Alert("device-number-one")], CancellationToken.None);
        await Sender.SendAsync([Requests.Alert("device-number-one")], CancellationToken.None);
        JsonElement[] shown =
            [.. server.Accepted.Select(sent => sent.Body.GetProperty("message").GetProperty("android").GetProperty("notification"))];
        Assert.Equal(Requests.CollapseId, shown[0].GetProperty("tag").GetString());
        Assert.Equal(shown[0].GetProperty("notify_id").GetInt32(), shown[1].GetProperty("notify_id").GetInt32());
        Assert.Equal(3, shown[0].GetProperty("badge").GetProperty("set_num").GetInt32());
    }

    [Fact]
    public async Task A_wrong_client_secret_waits_for_the_operator()
    {
        using Senders wrong = Settings.Hms(server, ("Push:Hms:ClientSecret", "wrong"));
        PushResult[] results = await wrong.All.Single().SendAsync([Requests.Alert("device-number-one")], CancellationToken.None);
        Assert.Equal((PushOutcome.Later, "credentials"), (results.Single().Outcome, results.Single().Reason));
        Assert.Equal(0, server.Server.Requests);
    }
}
