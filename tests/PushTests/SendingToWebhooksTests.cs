using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingToWebhooksTests : IAsyncLifetime
{
    private WebhookServer server = null!;
    private Senders senders = null!;

    private IPushSender Sender => senders.All.Single();

    public async ValueTask InitializeAsync()
    {
        server = await WebhookServer.StartAsync(Settings.WebhookSecret);
        senders = Settings.Webhook(server);
    }

    public ValueTask DisposeAsync()
    {
        senders.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_is_one_signed_request_with_everything_that_a_receiver_needs()
    {
        PushRequest first = Requests.Alert("one");
        PushRequest second = Requests.Withdraw("two");
        await Sender.SendAsync([first, second], CancellationToken.None);
        Assert.Equal(1, server.Server.Requests);
        Assert.Empty(server.Server.Violations);
        Assert.Equal([first.Id, second.Id], server.Shown.Select(shown => shown.GetProperty("id").GetString()));
        Assert.Equal(["alert", "withdraw"], server.Shown.Select(shown => shown.GetProperty("kind").GetString()));
        Assert.Equal(["one", "two"], server.Shown.Select(shown => shown.GetProperty("token").GetString()));
        Assert.Equal("Lunch at noon?", server.Shown.First().GetProperty("body").GetString());
        Assert.Equal(86_400, server.Shown.First().GetProperty("timeToLive").GetInt64());
    }

    [Fact]
    public async Task A_batch_that_comes_again_has_the_same_idempotency_key_and_another_one_has_not()
    {
        PushRequest[] batch = [Requests.Alert("one"), Requests.Alert("two")];
        await Sender.SendAsync(batch, CancellationToken.None);
        await Sender.SendAsync(batch, CancellationToken.None);
        await Sender.SendAsync([batch[0]], CancellationToken.None);
        string[] keys = [.. server.Keys];
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(batch[0].Id, keys[2]);
        Assert.Equal(3, server.Shown.Count);
    }

    [Fact]
    public async Task The_receiver_can_say_of_each_notification_what_became_of_it()
    {
        PushRequest[] batch = [.. Enumerable.Range(0, 5).Select(i => Requests.Alert($"token-{i}"))];
        server.Results =
        [
            new { id = batch[1].Id, outcome = "token-ended", reason = "gone" },
            new { id = batch[2].Id, outcome = "later", retryAfter = 30 },
            new { id = batch[3].Id, outcome = "refused", reason = "a reason with blanks is not for a metric" },
            new { outcome = "later" },
        ];
        Assert.Equal(
            [
                new(PushOutcome.Accepted, "accepted"),
                new(PushOutcome.TokenEnded, "gone"),
                new(PushOutcome.Later, "of-webhook", TimeSpan.FromSeconds(30)),
                new(PushOutcome.Refused, "of-webhook"),
                new(PushOutcome.Accepted, "accepted"),
            ],
            await Sender.SendAsync(batch, CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_signature_waits_for_the_operator_and_another_refusal_is_final()
    {
        using Senders wrong = Settings.Webhook(server, ("Push:Webhook:Secret", "another secret of thirty-two characters"));
        PushResult result = (await wrong.All.Single().SendAsync([Requests.Alert("one")], CancellationToken.None)).Single();
        Assert.Equal((PushOutcome.Later, "credentials"), (result.Outcome, result.Reason));
        server.Status = 422;
        result = (await Sender.SendAsync([Requests.Alert("one")], CancellationToken.None)).Single();
        Assert.Equal((PushOutcome.Refused, "http-422"), (result.Outcome, result.Reason));
        Assert.Empty(server.Shown);
    }

    [Fact]
    public async Task A_webhook_inside_the_network_is_asked_only_if_the_operator_allows_it()
    {
        using Senders guarded = Settings.Webhook(server, ("Outbound:AllowedHosts:0", "hooks.example.org"));
        PushResult result = (await guarded.All.Single().SendAsync([Requests.Alert("one")], CancellationToken.None)).Single();
        Assert.Equal((PushOutcome.Refused, "address", 0), (result.Outcome, result.Reason, server.Server.Requests));
    }
}
