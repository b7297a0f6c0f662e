using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines.Push;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Push;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ImOrleans.EndToEndTests.Push;

/// <summary>Notifications of devices that are away: through the whole server, to a server of the operator.</summary>
public sealed class NotifyingTests : IAsyncLifetime
{
    private const string Secret = "a secret of at least 32 characters";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private WebhookServer webhook = null!;
    private SiloProcess silo = null!;

    public async ValueTask InitializeAsync()
    {
        webhook = await WebhookServer.StartAsync(Secret);
        silo = await SiloProcess.StartAsync(
            $"--Im:Push:Webhook:Url={webhook.Server.Address}",
            $"--Im:Push:Webhook:Secret={Secret}",
            "--Im:Push:FirstWait=00:00:00.1",
            "--Im:Outbound:AllowedHosts:0=127.0.0.1");
    }

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        await webhook.DisposeAsync();
    }

    [Fact]
    public async Task A_device_that_is_away_shows_a_message_once_and_takes_it_back_when_it_is_read_elsewhere()
    {
        (Connection ann, Device bob, string id) = await MeetAsync();
        await ann.SayAsync(id, "Lunch at noon?");

        JsonElement[] shown = await ShownAsync(1);
        Assert.Equal("alert", Text(shown[0], "kind"));
        Assert.Equal(("Ann", "Lunch at noon?", id), (Text(shown[0], "title"), Text(shown[0], "body"), Text(shown[0], "conversationId")));
        Assert.Equal(1, shown[0].GetProperty("badge").GetInt32());

        await using Connection desk = await bob.ConnectAsync();
        await desk.ReadAsync(id, 1);
        shown = await ShownAsync(2);
        Assert.Equal("withdraw", Text(shown[1], "kind"));
        Assert.Equal(Text(shown[0], "collapseId"), Text(shown[1], "collapseId"));
        Assert.Equal(0, shown[1].GetProperty("badge").GetInt32());
        Assert.Empty(webhook.Server.Violations);
        await ann.DisposeAsync();
    }

    [Fact]
    public async Task A_notification_that_its_provider_did_not_take_survives_kill_9()
    {
        (Connection ann, Device bob, string id) = await MeetAsync();
        webhook.Status = StatusCodes.Status503ServiceUnavailable;
        await ann.SayAsync(id, "Lunch at noon?");
        await UntilAsync(() => webhook.Server.Requests > 0);
        await silo.KillAsync();
        webhook.Status = StatusCodes.Status200OK;
        await silo.StartAgainAsync();

        // A question about Bob's notifications resumes what waits; a reminder would do it within a minute.
        await bob.Api.GetAsync<PushSettings>("api/push/settings");
        JsonElement shown = Assert.Single(await ShownAsync(1));
        Assert.Equal("Lunch at noon?", Text(shown, "body"));
        await ann.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_without_notifications_makes_none_and_does_not_count_for_the_badge()
    {
        (Connection ann, Device bob, string id) = await MeetAsync();
        await bob.Api.PatchAsync<ConversationSettings>($"api/conversations/{id}", new { notify = "none" });
        await using Connection carl = await (await Person.RegisterAsync(silo, "Carl")).ConnectAsync();
        string other = await carl.Device.OpenDirectAsync(bob.UserId);
        await ann.SayAsync(id, "muted");
        await carl.SayAsync(other, "heard");

        JsonElement shown = Assert.Single(await ShownAsync(1));
        Assert.Equal(("Carl", "heard"), (Text(shown, "title"), Text(shown, "body")));
        Assert.Equal(1, shown.GetProperty("badge").GetInt32());
        await ann.DisposeAsync();
    }

    /// <returns>Ann is connected; Bob's only device is registered and away.</returns>
    private async Task<(Connection Ann, Device Bob, string ConversationId)> MeetAsync()
    {
        Connection ann = await (await Person.RegisterAsync(silo, "Ann")).ConnectAsync();
        Device bob = await (await Person.RegisterAsync(silo, "Bob")).SignInAsync(platform: "android");
        await bob.Api.AskAsync("PUT", "api/push/token", new PushTokenRequest { Provider = "webhook", Token = $"bob-{bob.UserId}" });
        return (ann, bob, await ann.Device.OpenDirectAsync(bob.UserId));
    }

    private async Task<JsonElement[]> ShownAsync(int count)
    {
        await UntilAsync(() => webhook.Shown.Count >= count);
        return [.. webhook.Shown];
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource deadline = new(Patience);
        using PeriodicTimer polls = new(Pace);
        while (!isSo())
        {
            await polls.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static string Text(JsonElement notification, string name) => notification.GetProperty(name).GetString()!;
}
