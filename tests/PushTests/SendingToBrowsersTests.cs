using System.Text.Json;
using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class SendingToBrowsersTests : IAsyncLifetime
{
    private WebPushServer server = null!;
    private Senders senders = null!;

    private IPushSender Sender => senders.All.Single();

    public async ValueTask InitializeAsync()
    {
        server = await WebPushServer.StartAsync();
        senders = Settings.WebPush(server);
    }

    public ValueTask DisposeAsync()
    {
        senders.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task The_browser_decrypts_what_was_sent_with_a_library_that_is_not_ours()
    {
        using Browser browser = server.NewBrowser();
        PushRequest request = Requests.Alert(browser.Token) with { Body = "Lunch \"at\" noon? 🍜" };
        await SendAsync(request);
        JsonElement read = await browser.DecryptAsync(server.Accepted.Single().Bytes);
        Assert.Equal(
            (request.Id, "alert", request.ConversationId, 42L, request.Title, request.Body, request.Link, request.Avatar, 3),
            (Text(read, "id"), Text(read, "kind"), Text(read, "conversationId"), read.GetProperty("seq").GetInt64(), Text(read, "title"),
                Text(read, "body"), Text(read, "link"), Text(read, "avatar"), read.GetProperty("badge").GetInt32()));
    }

    [Fact]
    public async Task A_repeated_attempt_carries_the_whole_body_again()
    {
        using Browser browser = server.NewBrowser();
        server.Server.Fail(ProviderFault.ServerError);
        await SendAsync(Requests.Alert(browser.Token));
        Assert.Equal("Anna", Text(await browser.DecryptAsync(server.Accepted.Single().Bytes), "title"));
    }

    [Fact]
    public async Task A_long_text_is_cut_between_the_characters_that_people_see()
    {
        using Browser browser = server.NewBrowser();
        const string Family = "👨‍👩‍👧‍👦";
        await SendAsync(Requests.Alert(browser.Token) with { Body = string.Concat(Enumerable.Repeat(Family, 1_000)) });
        Received sent = server.Accepted.Single();
        string body = Text(await browser.DecryptAsync(sent.Bytes), "body");
        Assert.InRange(sent.Bytes.Length, 4_096 - JsonSerializer.Serialize(Family).Length, 4_096);
        Assert.EndsWith("…", body, StringComparison.Ordinal);
        Assert.Equal("", body[..^1].Replace(Family, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notifications_of_one_conversation_have_one_topic_and_so_has_their_withdrawal()
    {
        using Browser browser = server.NewBrowser();
        await SendAsync(Requests.Alert(browser.Token));
        await SendAsync(Requests.Alert(browser.Token));
        await SendAsync(Requests.Withdraw(browser.Token));
        await SendAsync(Requests.Alert(browser.Token) with { CollapseId = new('c', 64) });
        string[] topics = [.. server.Accepted.Select(sent => sent.Headers["Topic"])];
        Assert.Equal([Requests.CollapseId, Requests.CollapseId, Requests.CollapseId], topics[..3]);
        Assert.Equal(32, topics[3].Length);
        Assert.Equal("high", server.Accepted.First().Headers["Urgency"]);
        Assert.Equal("86400", server.Accepted.First().Headers["TTL"]);
        Assert.Equal("withdraw", Text(await browser.DecryptAsync(server.Accepted.ElementAt(2).Bytes), "kind"));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_subscription_that_the_service_does_not_know_ends_its_token(int status)
    {
        using Browser browser = server.NewBrowser();
        server.End(browser, status);
        Assert.Equal(
            [new PushResult(PushOutcome.TokenEnded, $"http-{status}")],
            await Sender.SendAsync([Requests.Alert(browser.Token)], CancellationToken.None));
    }

    [Fact]
    public async Task A_service_inside_the_network_is_never_asked()
    {
        using Browser browser = server.NewBrowser();
        using Browser byName = server.NewBrowser("localhost");
        using Senders guarded = Settings.WebPush(server, ("Outbound:AllowedHosts:0", "hooks.example.org"));
        PushResult[] results = await guarded.All.Single().SendAsync(
            [Requests.Alert(browser.Token), Requests.Alert(byName.Token)], CancellationToken.None);
        Assert.Equal([new(PushOutcome.Refused, "address"), new(PushOutcome.Refused, "address")], results);
        Assert.Equal(0, server.Server.Requests);
    }

    [Fact]
    public async Task Services_that_a_client_invents_do_not_open_the_circuit_breaker_of_others()
    {
        using Senders sensitive = Settings.WebPush(
            server, ("Push:Sending:BreakerAttempts", 2), ("Push:Sending:MaxRetries", 0), ("Outbound:AllowedHosts:1", "localhost"));
        using Browser bad = server.NewBrowser();
        server.Server.Always = ProviderFault.ServerError;
        PushRequest request = Requests.Alert(bad.Token);
        PushResult[] results = [];
        for (int i = 0; i < 4; i++)
        {
            results = await sensitive.All.Single().SendAsync([request], CancellationToken.None);
        }

        Assert.Equal("breaker-open", results.Single().Reason);
        server.Server.Always = null;

        // Of sixteen groups of invented hosts, localhost can be in that of 127.0.0.1; some of these names is in another one.
        PushResult[] others = await sensitive.All.Single().SendAsync(
            [.. Enumerable.Range(0, 40).Select(i => $"127.0.1.{i}").Select(host => Requests.Alert(server.NewBrowser(host).Token))],
            CancellationToken.None);
        Assert.Contains(others, result => result.Reason != "breaker-open");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"endpoint\":1}")]
    [InlineData("{\"endpoint\":\"https://push.example.org/1\"}")]
    [InlineData("{\"endpoint\":\"https://push.example.org/1\",\"keys\":{\"p256dh\":\"AAAA\",\"auth\":\"AAAA\"}}")]
    [InlineData("{\"endpoint\":\"\\ud800\",\"keys\":{\"p256dh\":\"\\ud800\",\"auth\":\"AAAA\"}}")]
    public void A_token_that_is_no_subscription_is_refused_with_a_sentence(string token) =>
        Assert.EndsWith(".", Sender.FindFault(token), StringComparison.Ordinal);

    [Fact]
    public void An_endpoint_must_be_an_https_address_and_a_key_a_point_of_the_curve()
    {
        using Browser browser = server.NewBrowser();
        using Senders strict = Settings.WebPush(server, ("Push:WebPush:AllowHttp", false));
        Assert.Null(Sender.FindFault(browser.Token));
        Assert.Contains("https", strict.All.Single().FindFault(browser.Token), StringComparison.Ordinal);
        string file = browser.Token.Replace("http:", "file:", StringComparison.Ordinal);
        string noPoint = browser.Token.Replace("p256dh\":\"B", "p256dh\":\"C", StringComparison.Ordinal);
        Assert.Contains("https", Sender.FindFault(file), StringComparison.Ordinal);
        Assert.Contains("p256dh", Sender.FindFault(noPoint), StringComparison.Ordinal);
        Assert.Contains("4096", Sender.FindFault(browser.Token + new string(' ', 5_000)), StringComparison.Ordinal);
    }

    private async Task SendAsync(PushRequest request)
    {
        PushResult[] results = await Sender.SendAsync([request], CancellationToken.None);
        Assert.Equal([new PushResult(PushOutcome.Accepted, "accepted")], results);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
