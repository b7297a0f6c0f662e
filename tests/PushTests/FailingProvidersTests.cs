using ImOrleans.Engines.Push;
using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.PushTests;

/// <summary>The same faults, injected into the server of each provider.</summary>
public sealed class FailingProvidersTests
{
    private static readonly (string, object) NoRetries = ("Push:Sending:MaxRetries", 0);
    private static readonly (string, object) ShortAttempts = ("Push:Sending:AttemptTimeout", "00:00:00.3");

    public static TheoryData<string> Providers => [.. Bench.Names];

    [Theory, MemberData(nameof(Providers))]
    public async Task A_notification_and_its_withdrawal_are_accepted_and_break_no_rule_of_the_provider(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        Assert.Equal(new PushResult(PushOutcome.Accepted, "accepted"), await bench.SendAsync());
        Assert.Equal(new PushResult(PushOutcome.Accepted, "accepted"), await bench.SendAsync(Requests.Withdraw(bench.Token)));
        Assert.Empty(bench.Provider.Violations);
        Assert.Equal(2, bench.Accepted);
        Assert.Null(bench.Sender.FindFault(bench.Token));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_burst_of_server_errors_a_busy_provider_and_a_reset_connection_are_outlived_by_retries(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        bench.Provider.Fail(ProviderFault.ServerError, ProviderFault.TooManyRequests, ProviderFault.Reset);
        Assert.Equal(PushOutcome.Accepted, (await bench.SendAsync()).Outcome);
        Assert.Equal(1, bench.Accepted);
        Assert.Empty(bench.Provider.Violations);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_long_Retry_After_is_handed_to_the_queue_and_not_waited_for(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        int before = bench.Provider.Requests;
        bench.Provider.RetryAfter = 120;
        bench.Provider.Always = ProviderFault.TooManyRequests;
        Assert.Equal(new PushResult(PushOutcome.Later, "too-many-requests", TimeSpan.FromSeconds(120)), await bench.SendAsync());
        Assert.Equal(before + 1, bench.Provider.Requests);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task An_answer_that_is_lost_after_the_provider_has_accepted_makes_the_same_notification_again(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider, ShortAttempts);
        bench.Provider.Fail(ProviderFault.SilentAfterAcceptance);
        Assert.Equal(PushOutcome.Accepted, (await bench.SendAsync()).Outcome);

        // Both take one notification by its id. For the others the device shows one, by what the test of the provider looks at.
        Assert.Equal(provider is "getui" or "webhook" ? 1 : 2, bench.Accepted);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_provider_that_never_answers_is_tried_later(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider, ShortAttempts, NoRetries);
        bench.Provider.Always = ProviderFault.HalfAnswer;
        Assert.Equal(new PushResult(PushOutcome.Later, "time-out"), await bench.SendAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task An_answer_without_end_is_given_up_and_tried_later(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider, NoRetries);
        bench.Provider.Always = ProviderFault.HugeAnswer;
        Assert.Equal(new PushResult(PushOutcome.Later, "connection"), await bench.SendAsync());
    }

    [Theory]
    [InlineData("apns")]
    [InlineData("fcm")]
    [InlineData("getui")]
    [InlineData("hms")]
    [InlineData("jpush")]
    public async Task A_web_page_instead_of_an_answer_is_no_acceptance(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        bench.Provider.Fail(ProviderFault.NoJson);
        Assert.Equal(new PushResult(PushOutcome.Later, "no-json"), await bench.SendAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_provider_that_only_fails_is_left_alone_for_a_while(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider, NoRetries, ("Push:Sending:BreakerAttempts", 3));
        bench.Provider.Always = ProviderFault.ServerError;
        List<PushResult> results = [];
        for (int i = 0; i < 6; i++)
        {
            results.Add(await bench.SendAsync());
        }

        int requests = bench.Provider.Requests;
        PushResult last = await bench.SendAsync();
        Assert.Equal("server-error", results[0].Reason);
        Assert.Equal((PushOutcome.Later, "breaker-open"), (last.Outcome, last.Reason));
        Assert.Equal(requests, bench.Provider.Requests);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_caller_that_gives_up_is_heard(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        bench.Provider.Always = ProviderFault.HalfAnswer;
        using CancellationTokenSource cancelled = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Sender.SendAsync([Requests.Alert(bench.Token)], cancelled.Token));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Texts_of_any_length_and_content_break_neither_the_limit_nor_the_JSON(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        string[] texts =
        [
            "\"}],\"aps\":{\"badge\":99}} \\ \u0000\u001f </script> \u2028", "\ud83d", new('x', 20_000),
            string.Concat(Enumerable.Repeat("漢字", 5_000)),
            string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 1_000)), string.Concat(Enumerable.Repeat("\"", 9_000)), "",
        ];
        foreach (string text in texts)
        {
            PushRequest request = Requests.Alert(bench.Token);
            Assert.Equal(PushOutcome.Accepted, (await bench.SendAsync(request with { Body = text })).Outcome);
            PushRequest longer = request with { Id = Requests.NewId(), Title = $"T{text}", Body = text };
            Assert.Equal(PushOutcome.Accepted, (await bench.SendAsync(longer)).Outcome);
        }

        Assert.Empty(bench.Provider.Violations);
        Assert.Equal(2 * texts.Length, bench.Accepted);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Many_notifications_are_sent_at_once_and_each_gets_its_own_result(string provider)
    {
        await using Bench bench = await Bench.StartAsync(provider);
        PushRequest[] requests = [.. Enumerable.Range(1, 60).Select(seq => Requests.Alert(bench.Token) with { Seq = seq })];
        PushResult[] results = await bench.Sender.SendAsync(requests, CancellationToken.None);
        Assert.Equal(60, results.Count(result => result.Outcome == PushOutcome.Accepted));
        Assert.Equal(60, bench.Accepted);
        Assert.Empty(await bench.Sender.SendAsync([], CancellationToken.None));
    }
}
