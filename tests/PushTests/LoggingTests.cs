using ImOrleans.Engines.Push;
using Xunit;

namespace ImOrleans.PushTests;

public sealed class LoggingTests
{
    public static TheoryData<string> Providers => [.. Bench.Names];

    [Theory, MemberData(nameof(Providers))]
    public async Task An_outage_is_in_the_log_and_no_token_and_no_text(string provider)
    {
        await using Bench bench = await Bench.StartAsync(
            provider, ("Push:Sending:BreakerAttempts", 2), ("Push:Sending:AttemptTimeout", "00:00:00.3"));
        bench.Provider.Fail(
            ProviderFault.Reset, ProviderFault.ServerError, ProviderFault.HalfAnswer, ProviderFault.HugeAnswer, ProviderFault.NoJson);
        bench.Provider.Always = ProviderFault.ServerError;
        for (int i = 0; i < 4; i++)
        {
            await bench.SendAsync();
        }

        string log = string.Join('\n', bench.Log);
        Assert.Single(bench.Log, line => line.StartsWith($"Warning: The push provider of push-{provider} fails", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.Token, log, StringComparison.Ordinal);
        Assert.DoesNotContain("/push/", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Lunch", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_one_error_that_names_the_section()
    {
        await using JPushServer server = await JPushServer.StartAsync();
        using Senders wrong = Settings.JPush(server, ("Push:JPush:MasterSecret", "not-the-secret"));
        await wrong.All.Single().SendAsync(
            [.. Enumerable.Range(0, 5).Select(_ => Requests.Alert("1104a89792b1c0ee38f"))], CancellationToken.None);
        string line = Assert.Single(wrong.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains("Im:Push:JPush", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", string.Join('\n', wrong.Log), StringComparison.Ordinal);
    }
}
