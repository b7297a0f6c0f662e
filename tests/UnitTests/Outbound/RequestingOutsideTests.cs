using ImOrleans.ServiceDefaults.Outbound;
using ImOrleans.ServiceDefaults.Settings;
using Xunit;

namespace ImOrleans.UnitTests.Outbound;

public sealed class RequestingOutsideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://LOCALHOST.:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://[::]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://user:password@127.0.0.1:{0}/")]
    public async Task This_machine_is_not_reached_however_it_is_spelt(string address)
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = new();
        outside.Names["LOCALHOST."] = outside.Names["localhost."] = ["127.0.0.1"];

        await EnsureRefusedAsync(outside, string.Format(null, address, server.Port), "is not a public address");

        Assert.Equal(0, server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("fd00::1", "192.168.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_name_that_resolves_to_a_forbidden_address_is_refused_and_the_address_is_not_repeated(params string[] addresses)
    {
        using OutsideRequests outside = new();
        outside.Names["hooks.example"] = addresses;

        OutboundException refusal = await EnsureRefusedAsync(outside, "http://hooks.example/", "is not a public address");

        Assert.All(addresses, address => Assert.DoesNotContain(address, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_resolves_anew_to_a_forbidden_address_is_refused_then()
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = OutsideRequests.Allowing("127.0.0.0/8");
        outside.Names["hooks.example"] = ["127.0.0.1"];
        outside.Client.DefaultRequestHeaders.ConnectionClose = true;
        Assert.Equal("here", await outside.GetAsync($"http://hooks.example:{server.Port}/"));

        outside.Names["hooks.example"] = ["::1"];

        await EnsureRefusedAsync(outside, $"http://hooks.example:{server.Port}/", "is not a public address");
        Assert.Equal((1, 2), (server.Requests, outside.Resolved));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task A_redirect_to_a_forbidden_address_is_refused(string target)
    {
        await using OutsideServer open = await OutsideServer.StartAsync();
        await using OutsideServer forbidden = await OutsideServer.StartAsync();
        using OutsideRequests outside = OutsideRequests.Allowing($"hooks.example:{open.Port}");
        outside.Names["hooks.example"] = ["127.0.0.1"];

        string to = Uri.EscapeDataString(string.Format(null, target, forbidden.Port));
        await EnsureRefusedAsync(outside, $"http://hooks.example:{open.Port}/to?address={to}", "is not a public address");

        Assert.Equal((1, 0), (open.Requests, forbidden.Requests));
    }

    [Theory]
    [InlineData("hooks.example")]
    [InlineData("HOOKS.example")]
    [InlineData("hooks.example:{0}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:{0}")]
    [InlineData("127.0.0.0/8")]
    public async Task An_allowed_host_is_reached(string allowed)
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = OutsideRequests.Allowing(string.Format(null, allowed, server.Port));
        outside.Names["hooks.example"] = ["127.0.0.1"];

        Assert.Equal("here", await outside.GetAsync($"http://hooks.example:{server.Port}/"));
    }

    [Theory]
    [InlineData("other.example")]
    [InlineData("example")]
    [InlineData("hooks.example:1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.2")]
    [InlineData("128.0.0.0/8")]
    [InlineData("::1")]
    public async Task Another_host_or_port_than_the_allowed_one_is_refused(string allowed)
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = OutsideRequests.Allowing(allowed);
        outside.Names["hooks.example"] = ["127.0.0.1"];

        await EnsureRefusedAsync(outside, $"http://hooks.example:{server.Port}/", "is not a public address");

        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_their_number()
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = new(("AllowedHosts:0", "127.0.0.1"), ("MaxRedirects", 2));

        Assert.Equal("here", await outside.GetAsync($"http://127.0.0.1:{server.Port}/again/2"));

        await EnsureRefusedAsync(outside, $"http://127.0.0.1:{server.Port}/again/3", "redirects more than 2 times");
    }

    [Fact]
    public async Task Without_redirects_the_first_one_is_refused()
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = new(("AllowedHosts:0", "127.0.0.1"), ("MaxRedirects", 0));

        await EnsureRefusedAsync(outside, $"http://127.0.0.1:{server.Port}/again/1", "redirects more than 0 times");

        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("long")]
    [InlineData("chunks")]
    public async Task A_longer_answer_than_allowed_is_refused(string path)
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = new(("AllowedHosts:0", "127.0.0.1"), ("MaxAnswerBytes", 4096));

        Assert.Equal(4096, (await outside.GetAsync($"http://127.0.0.1:{server.Port}/{path}/4096")).Length);

        await EnsureRefusedAsync(outside, $"http://127.0.0.1:{server.Port}/{path}/4608", "longer than 4096 bytes");
    }

    [Theory]
    [InlineData("never")]
    [InlineData("headers-only")]
    public async Task An_answer_that_does_not_come_in_time_is_given_up(string path)
    {
        await using OutsideServer server = await OutsideServer.StartAsync();
        using OutsideRequests outside = new(("AllowedHosts:0", "127.0.0.1"), ("Timeout", "00:00:30"));

        Task<string> answer = outside.GetAsync($"http://127.0.0.1:{server.Port}/{path}");
        await server.Asked.WaitAsync(Patience, TestContext.Current.CancellationToken);
        outside.Time.Advance(TimeSpan.FromSeconds(30));

        OutboundException refusal = await Assert.ThrowsAsync<OutboundException>(
            () => answer.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Contains("did not answer within 00:00:30", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_schemes_are_refused()
    {
        using OutsideRequests outside = OutsideRequests.Allowing("127.0.0.1");

        await EnsureRefusedAsync(outside, "ws://127.0.0.1/", "must be http or https");
    }

    [Theory]
    [InlineData("hooks.example", true)]
    [InlineData("hooks.example:8080", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("10.0.0.7:8080", true)]
    [InlineData("fd00::7", true)]
    [InlineData("[fd00::7]", true)]
    [InlineData("[fd00::7]:8080", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.0.0.1/8", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("", false)]
    [InlineData("8080", false)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("hooks.example:0", false)]
    [InlineData("hooks.example:99999", false)]
    [InlineData("http://hooks.example", false)]
    [InlineData("*.example", false)]
    public void An_entry_that_allows_nothing_is_named(string entry, bool isRight) => Assert.Equal(
        isRight ? [] :
        [
            $"Im:Outbound: AllowedHosts has '{entry}'; it must be a host or an address, with or without a port, or a network such as 10.0.0.0/8.",
        ],
        new SettingsRules<OutboundOptions>(OutboundOptions.Section, configuration: null)
            .Validate(null, new OutboundOptions { AllowedHosts = [entry] }).Failures ?? []);

    private static async Task<OutboundException> EnsureRefusedAsync(OutsideRequests outside, string address, string reason)
    {
        OutboundException refusal = await Assert.ThrowsAsync<OutboundException>(() => outside.GetAsync(address));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
