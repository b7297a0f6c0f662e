using System.Text.Json;
using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingByApnsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly string device = ApnsServer.NewDevice();
    private ApnsServer server = null!;
    private Senders senders = null!;

    private IPushSender Sender => senders.All.Single();

    public async ValueTask InitializeAsync()
    {
        server = await ApnsServer.StartAsync(time);
        senders = Settings.Apns(server, time);
    }

    public ValueTask DisposeAsync()
    {
        senders.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task Many_sends_share_one_provider_token_which_is_renewed_between_20_and_60_minutes()
    {
        PushRequest[] requests = [.. Enumerable.Range(0, 100).Select(_ => Requests.Alert(device))];
        await Sender.SendAsync(requests, CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(20));
        await Sender.SendAsync(requests, CancellationToken.None);
        Assert.Equal((200, 1), (server.Accepted.Count, server.ProviderTokens));
        time.Advance(TimeSpan.FromMinutes(25));
        await SendAsync(Requests.Alert(device));
        Assert.Equal(2, server.ProviderTokens);
        Assert.Empty(server.Server.Violations);
    }

    [Fact]
    public async Task The_headers_say_topic_type_priority_expiry_id_and_what_it_replaces()
    {
        PushRequest request = Requests.Alert(device);
        await SendAsync(request);
        Received sent = server.Accepted.Single();
        Assert.Equal(
            (ApnsServer.Topic, "alert", "10", Requests.CollapseId, Guid.ParseExact(request.Id, "N").ToString("D")),
            (sent.Headers["apns-topic"], sent.Headers["apns-push-type"], sent.Headers["apns-priority"], sent.Headers["apns-collapse-id"],
                sent.Headers["apns-id"]));
        Assert.Equal((time.GetUtcNow() + request.TimeToLive).ToUnixTimeSeconds().ToString(), sent.Headers["apns-expiration"]);
        JsonElement aps = sent.Body.GetProperty("aps");
        Assert.Equal(("Anna", 3), (aps.GetProperty("alert").GetProperty("title").GetString(), aps.GetProperty("badge").GetInt32()));
        Assert.Equal("d:anna:bert", sent.Body.GetProperty("conversationId").GetString());
    }

    [Fact]
    public async Task A_withdrawal_is_a_background_notification_that_replaces_the_alert()
    {
        await SendAsync(Requests.Withdraw(device));
        Received sent = server.Accepted.Single();
        Assert.Equal(
            ("background", "5", Requests.CollapseId),
            (sent.Headers["apns-push-type"], sent.Headers["apns-priority"], sent.Headers["apns-collapse-id"]));
    }

    [Fact]
    public async Task A_device_that_is_gone_ends_its_token_with_the_time_at_which_it_ended()
    {
        DateTimeOffset since = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);
        server.Dead[device] = since;
        Assert.Equal(new PushResult(PushOutcome.TokenEnded, "Unregistered", EndedAt: since), await SendAsync(Requests.Alert(device)));
    }

    [Fact]
    public async Task A_key_that_Apple_does_not_know_waits_for_the_operator()
    {
        using Senders wrong = Settings.Apns(server, time, ("Push:Apns:KeyId", "ANOTHERKEY"));
        PushResult result = (await wrong.All.Single().SendAsync([Requests.Alert(device)], CancellationToken.None)).Single();
        Assert.Equal((PushOutcome.Later, "credentials"), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../admin")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_token_that_is_no_hexadecimal_number_is_refused_and_reaches_no_address(string token)
    {
        Assert.EndsWith(".", Sender.FindFault(token), StringComparison.Ordinal);
        Assert.Equal(PushOutcome.Refused, (await SendAsync(Requests.Alert(token))).Outcome);
        Assert.Equal(0, server.Server.Requests);
    }

    private async Task<PushResult> SendAsync(PushRequest request) => (await Sender.SendAsync([request], CancellationToken.None)).Single();
}
