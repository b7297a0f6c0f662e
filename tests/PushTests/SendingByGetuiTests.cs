using System.Text.Json;
using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingByGetuiTests : IAsyncLifetime
{
    private readonly string device = Requests.NewId();
    private GetuiServer server = null!;
    private Senders senders = null!;

    private IPushSender Sender => senders.All.Single();

    public async ValueTask InitializeAsync()
    {
        server = await GetuiServer.StartAsync();
        senders = Settings.Getui(server);
    }

    public ValueTask DisposeAsync()
    {
        senders.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task Many_sends_share_one_token_and_a_repeated_id_is_taken_once()
    {
        PushRequest request = Requests.Alert(device);
        PushResult[] results = await Sender.SendAsync([request, request, Requests.Alert(device)], CancellationToken.None);
        Assert.All(results, result => Assert.Equal(PushOutcome.Accepted, result.Outcome));
        Assert.Equal((2, 1), (server.Accepted.Count, server.Exchanges));
        Assert.Empty(server.Server.Violations);
    }

    [Fact]
    public async Task A_device_that_Getui_does_not_know_ends_its_token()
    {
        server.Dead[device] = true;
        Assert.Equal(
            [new PushResult(PushOutcome.TokenEnded, "20001")],
            await Sender.SendAsync([Requests.Alert(device)], CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_master_secret_waits_for_the_operator_and_makes_no_flood_of_exchanges()
    {
        using Senders wrong = Settings.Getui(server, ("Push:Getui:MasterSecret", "wrong"));
        PushResult[] results = await wrong.All.Single().SendAsync(
            [.. Enumerable.Range(0, 10).Select(_ => Requests.Alert(device))], CancellationToken.None);
        Assert.All(results, result => Assert.Equal((PushOutcome.Later, "credentials"), (result.Outcome, result.Reason)));
        Assert.Equal(1, server.Server.Requests);
    }

    [Fact]
    public async Task Notifications_of_one_conversation_replace_each_other_by_number()
    {
        await Sender.SendAsync([Requests.Alert(device), Requests.Alert(device)], CancellationToken.None);
        JsonElement[] shown = [.. server.Accepted.Select(sent => sent.Body.GetProperty("push_message").GetProperty("notification"))];
        Assert.Equal(shown[0].GetProperty("notify_id").GetInt32(), shown[1].GetProperty("notify_id").GetInt32());
    }
}
