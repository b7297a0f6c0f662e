using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingByJPushTests : IAsyncLifetime
{
    private const string Device = "1104a89792b1c0ee38f";

    private JPushServer server = null!;

    public async ValueTask InitializeAsync() => server = await JPushServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_device_without_an_app_ends_its_token()
    {
        using Senders senders = Settings.JPush(server);
        server.Dead[Device] = true;
        Assert.Equal(
            [new PushResult(PushOutcome.TokenEnded, "1011")],
            await senders.All.Single().SendAsync([Requests.Alert(Device)], CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_master_secret_waits_for_the_operator()
    {
        using Senders wrong = Settings.JPush(server, ("Push:JPush:MasterSecret", "wrong"));
        PushResult result = (await wrong.All.Single().SendAsync([Requests.Alert(Device)], CancellationToken.None)).Single();
        Assert.Equal((PushOutcome.Later, "credentials"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task On_Apple_devices_the_collapse_id_replaces_and_the_badge_is_absolute()
    {
        using Senders senders = Settings.JPush(server);
        await senders.All.Single().SendAsync([Requests.Alert(Device)], CancellationToken.None);
        Received sent = server.Accepted.Single();
        Assert.Equal(Requests.CollapseId, sent.Body.GetProperty("options").GetProperty("apns_collapse_id").GetString());
        Assert.Equal(3, sent.Body.GetProperty("notification").GetProperty("ios").GetProperty("badge").GetInt32());
    }
}
