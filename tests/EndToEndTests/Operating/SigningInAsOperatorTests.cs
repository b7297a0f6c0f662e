using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>The session behind the cookie: one of the account, as any other.</summary>
public sealed class SigningInAsOperatorTests(OperatedSilo operated) : IClassFixture<OperatedSilo>
{
    private const string Data = "dashboard/ClusterStats";

    private readonly SiloProcess silo = operated.Silo;
    private readonly Person person = operated.Root;

    [Fact]
    public async Task The_username_is_compared_without_case_and_the_page_says_what_there_is_to_see()
    {
        Reply signedIn = await new Operator(silo).SignInAsync(person.Username.ToUpperInvariant(), Person.Password);

        JsonElement session = signedIn.Answer.As<JsonElement>();
        Assert.Equal(person.Username, session.GetProperty("username").GetString());
        Assert.Equal(["dashboard/", "scalar/"], session.GetProperty("pages").EnumerateArray().Select(page => page.GetString()!));
        Assert.Equal(signedIn.Answer.Text, (await new Operator(silo, signedIn.Cookie).GetAsync(Operator.Session)).Text);
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_scripts_and_other_sites_and_over_https_from_the_wire()
    {
        string plain = (await new Operator(silo).SignInAsync(person.Username, Person.Password)).SetCookie!;
        string proxied = (await new Operator(silo).SignInAsync(person.Username, Person.Password, ("X-Forwarded-Proto", "https"))).SetCookie!;

        string[] expected = ["max-age=3600", "path=/", "samesite=strict", "httponly"];
        Assert.Equal(expected.Order(), Attributes(plain).Order());
        Assert.Equal(expected.Append("secure").Order(), Attributes(proxied).Order());
    }

    [Fact]
    public async Task The_session_is_in_the_list_of_devices_and_when_it_is_ended_there_the_next_request_is_refused()
    {
        Operator root = await Operator.SignInAsync(silo, person);
        Device phone = await person.SignInAsync();
        (await root.GetAsync(Data)).EnsureDone();

        DeviceSession listed = Assert.Single(await phone.Api.GetAsync<DeviceSession[]>("api/sessions"), device => device.Name == "operator page");
        await phone.Api.DeleteAsync($"api/sessions/{listed.DeviceId}");

        (await root.GetAsync(Data)).EnsureRefused(ErrorCode.SessionEnded);
        await phone.Api.GetAsync<UserProfile>("api/users/me");
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_and_ends_the_session()
    {
        Operator root = await Operator.SignInAsync(silo, person);
        (await root.GetAsync(Data)).EnsureDone();

        Reply signedOut = await root.AskAsync("DELETE", Operator.Session);

        Assert.Equal((204, ""), (signedOut.Answer.Status, signedOut.Cookie));
        Assert.Contains("expires=Thu, 01 Jan 1970", signedOut.SetCookie, StringComparison.Ordinal);
        (await root.GetAsync(Data)).EnsureRefused(ErrorCode.SessionEnded);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before_and_signing_that_out_ends_nothing()
    {
        Operator before = await Operator.SignInAsync(silo, person);
        Operator after = await Operator.SignInAsync(silo, person);

        (await before.GetAsync(Data)).EnsureRefused(ErrorCode.SessionEnded);
        Assert.Equal(204, (await before.AskAsync("DELETE", Operator.Session)).Answer.Status);
        (await after.GetAsync(Data)).EnsureDone();
        Assert.Equal(204, (await new Operator(silo).AskAsync("DELETE", Operator.Session)).Answer.Status);
        Assert.Equal(204, (await new Operator(silo, "garbage").AskAsync("DELETE", Operator.Session)).Answer.Status);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_from_another_site_is_refused(string header, string value)
    {
        Operator root = await Operator.SignInAsync(silo, person);

        Reply signIn = await new Operator(silo).SignInAsync(person.Username, Person.Password, (header, value));
        Reply signOut = await root.AskAsync("DELETE", Operator.Session, null, (header, value));

        signIn.Answer.EnsureRefused(ErrorCode.ForeignOrigin);
        signOut.Answer.EnsureRefused(ErrorCode.ForeignOrigin);
        Assert.Equal((null, null), (signIn.SetCookie, signOut.SetCookie));
        (await root.GetAsync(Data)).EnsureDone();
    }

    [Fact]
    public async Task A_request_from_a_page_of_this_server_is_served()
    {
        (string, string) own = ("Origin", silo.Address.GetLeftPart(UriPartial.Authority));

        (await new Operator(silo).SignInAsync(person.Username, Person.Password, own)).Answer.EnsureDone();
        (await new Operator(silo).SignInAsync(person.Username, Person.Password, ("Sec-Fetch-Site", "same-origin"))).Answer.EnsureDone();
    }

    [Fact]
    public async Task Wrong_passwords_count_here_as_anywhere()
    {
        Person member = await Person.RegisterAsync(silo);
        Operator stranger = new(silo);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            (await stranger.SignInAsync(member.Username, "guess number one")).Answer.EnsureRefused(ErrorCode.WrongCredentials);
        }

        (await stranger.SignInAsync(member.Username, Person.Password)).Answer.EnsureRefused(ErrorCode.TooManyAttempts);
        (await new Api(silo.Http).AskAsync("POST", "api/sessions", new { username = member.Username, password = Person.Password, device = new { platform = "web" } }))
            .EnsureRefused(ErrorCode.TooManyAttempts);
    }

    [Fact]
    public async Task A_gateway_of_its_own_lets_the_same_operator_in()
    {
        await using SiloProcess gateway = await silo.StartGatewayAsync();

        Reply signedIn = await new Operator(gateway).SignInAsync(person.Username, Person.Password);

        Assert.Equal("scalar/", Assert.Single(signedIn.Answer.As<JsonElement>().GetProperty("pages").EnumerateArray()).GetString());
        Operator root = new(gateway, signedIn.Cookie);
        (await root.GetAsync("scalar/")).EnsureDone();
        Assert.Equal(404, (await root.GetAsync("dashboard/")).Status);
        (await new Operator(silo, signedIn.Cookie).GetAsync(Data)).EnsureDone();
    }

    private static string[] Attributes(string cookie) => [.. cookie.Split("; ").Skip(1).Select(attribute => attribute.ToLowerInvariant())];
}
