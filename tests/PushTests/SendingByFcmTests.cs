using System.Text.Json;
using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingByFcmTests : IAsyncLifetime
{
    private const string Device = "fcm-device:APA91b-1";

    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private FcmServer server = null!;
    private Senders senders = null!;

    private IPushSender Sender => senders.All.Single();

    public async ValueTask InitializeAsync()
    {
        server = await FcmServer.StartAsync(time);
        senders = Settings.Fcm(server, time);
    }

    public ValueTask DisposeAsync()
    {
        senders.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task Many_sends_share_one_access_token_until_shortly_before_it_expires()
    {
        PushRequest[] requests = [.. Enumerable.Range(0, 100).Select(_ => Requests.Alert(Device))];
        await Sender.SendAsync(requests, CancellationToken.None);
        await Sender.SendAsync(requests, CancellationToken.None);
        Assert.Equal((200, 1), (server.Accepted.Count, server.Tokens.Requests));
        Assert.Empty(server.Tokens.Violations);
        time.Advance(TimeSpan.FromSeconds(server.Lifetime) - TimeSpan.FromMinutes(4));
        await SendAsync(Requests.Alert(Device));
        Assert.Equal(2, server.Tokens.Requests);
    }

    [Fact]
    public async Task A_token_that_FCM_does_not_take_any_more_is_exchanged_once_and_the_notification_arrives()
    {
        await SendAsync(Requests.Alert(Device));
        server.Revoke();
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(PushOutcome.Accepted, (await SendAsync(Requests.Alert(Device))).Outcome);
        Assert.Equal(2, server.Tokens.Requests);
    }

    [Fact]
    public async Task An_assertion_that_is_refused_makes_no_flood_of_exchanges()
    {
        await using FcmServer other = await FcmServer.StartAsync(time);
        string account = other.ServiceAccount.Replace(other.Tokens.Address, server.Tokens.Address, StringComparison.Ordinal);
        using Senders wrong = Settings.Fcm(server, time, ("Push:Fcm:ServiceAccount", account));
        PushResult[] results = await wrong.All.Single().SendAsync(
            [.. Enumerable.Range(0, 20).Select(_ => Requests.Alert(Device))], CancellationToken.None);
        Assert.All(results, result => Assert.Equal((PushOutcome.Later, "credentials"), (result.Outcome, result.Reason)));
        await wrong.All.Single().SendAsync([Requests.Alert(Device)], CancellationToken.None);
        Assert.Equal((1, 0), (server.Tokens.Requests, server.Server.Requests));
    }

    [Fact]
    public async Task A_device_that_is_not_registered_any_more_ends_its_token_and_no_other()
    {
        server.Dead["fcm-device:dead-and-gone"] = true;
        PushResult[] results = await Sender.SendAsync(
            [Requests.Alert(Device), Requests.Alert("fcm-device:dead-and-gone"), Requests.Alert(Device)], CancellationToken.None);
        Assert.Equal([PushOutcome.Accepted, PushOutcome.TokenEnded, PushOutcome.Accepted], results.Select(result => result.Outcome));
        Assert.Equal("UNREGISTERED", results[1].Reason);
    }

    [Fact]
    public async Task A_wrong_address_of_the_service_ends_no_token()
    {
        using Senders wrong = Settings.Fcm(server, time, ("Push:Fcm:BaseAddress", $"{server.Server.Address}/nowhere"));
        PushResult result = (await wrong.All.Single().SendAsync([Requests.Alert(Device)], CancellationToken.None)).Single();
        Assert.NotEqual(PushOutcome.TokenEnded, result.Outcome);
    }

    [Fact]
    public async Task Notifications_of_one_conversation_replace_each_other_by_tag_and_collapse_id()
    {
        await SendAsync(Requests.Alert(Device));
        JsonElement message = server.Accepted.Single().Body.GetProperty("message");
        Assert.Equal(Requests.CollapseId, message.GetProperty("android").GetProperty("notification").GetProperty("tag").GetString());
        Assert.Equal(Requests.CollapseId, message.GetProperty("apns").GetProperty("headers").GetProperty("apns-collapse-id").GetString());
        JsonElement android = message.GetProperty("android");
        Assert.Equal(("HIGH", "86400s"), (android.GetProperty("priority").GetString(), android.GetProperty("ttl").GetString()));
        Assert.Equal("42", message.GetProperty("data").GetProperty("seq").GetString());
    }

    [Fact]
    public async Task A_withdrawal_shows_nothing()
    {
        await SendAsync(Requests.Withdraw(Device));
        JsonElement message = server.Accepted.Single().Body.GetProperty("message");
        Assert.False(message.TryGetProperty("notification", out _));
        Assert.False(message.GetProperty("android").TryGetProperty("notification", out _));
        Assert.Equal("withdraw", message.GetProperty("data").GetProperty("kind").GetString());
    }

    private async Task<PushResult> SendAsync(PushRequest request) => (await Sender.SendAsync([request], CancellationToken.None)).Single();
}
