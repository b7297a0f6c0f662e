using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;

namespace ImOrleans.EndToEndTests.Operating;

/// <summary>Access to the operators' pages.</summary>
public sealed class LettingInTests(OperatedSilo operated, SharedSilo shared) : IClassFixture<OperatedSilo>
{
    private static readonly (string, string) Page = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

    private readonly SiloProcess silo = operated.Silo;
    private readonly Operator stranger = new(operated.Silo);

    [Fact]
    public async Task An_operator_sees_every_page_and_all_of_its_data()
    {
        Operator root = await Operator.SignInAsync(silo, operated.Root);
        foreach (string path in Routes())
        {
            Reply reply = await root.AskAsync("GET", path);

            // The stream of the log would outlive the session.
            int expected = path.EndsWith("/Trace", StringComparison.Ordinal) ? 404 : 200;
            Assert.True(expected == reply.Answer.Status, $"{path} was answered with {reply.Answer.Status}.");
            Assert.Contains(reply.CacheControl, (string?[])["no-store", "no-store, no-cache", "no-cache"]);
        }
    }

    [Fact]
    public async Task Strangers_are_sent_to_sign_in_where_a_person_looks_and_refused_where_a_program_asks()
    {
        foreach (string path in Routes())
        {
            (await stranger.GetAsync(path)).EnsureRefused(ErrorCode.InvalidToken);
            Reply page = await stranger.AskAsync("GET", path, null, Page);
            Assert.Equal(302, page.Answer.Status);
            Assert.Equal(new Uri(silo.Address, $"operators/?next={Uri.EscapeDataString(path)}"), new Uri(new Uri(silo.Address, path), page.Location));
        }

        Reply signIn = await stranger.AskAsync("GET", "operators/");
        Assert.Equal((200, "text/html"), (signIn.Answer.Status, signIn.Answer.ContentType));
        (await stranger.GetAsync("openapi/v1.json")).EnsureDone();
    }

    [Fact]
    public async Task A_member_is_refused_at_the_door_and_behind_it()
    {
        Person member = await Person.RegisterAsync(silo);
        Reply refused = await stranger.SignInAsync(member.Username, Person.Password);
        refused.Answer.EnsureRefused(ErrorCode.NotTheAdministrator);
        Assert.Null(refused.SetCookie);

        Device device = await member.SignInAsync();
        Assert.Single(await device.Api.GetAsync<DeviceSession[]>("api/sessions"));
        Operator inside = new(silo, new ForgedCookies(silo, device.Session.AccessToken).Right);
        foreach (string path in Routes())
        {
            (await inside.GetAsync(path)).EnsureRefused(ErrorCode.NotTheAdministrator);
            Assert.Equal(302, (await inside.AskAsync("GET", path, null, Page)).Answer.Status);
        }
    }

    [Fact]
    public async Task Neither_token_passes_for_the_other()
    {
        Device device = await operated.Root.SignInAsync();
        Operator root = await Operator.SignInAsync(silo, operated.Root);

        (await new Operator(silo, device.Session.AccessToken).GetAsync("dashboard/ClusterStats")).EnsureRefused(ErrorCode.InvalidToken);
        (await stranger.GetAsync("dashboard/ClusterStats", ("Authorization", $"Bearer {device.Session.AccessToken}"))).EnsureRefused(ErrorCode.InvalidToken);
        (await stranger.GetAsync("dashboard/ClusterStats", ("Authorization", $"Bearer {root.Cookie}"))).EnsureRefused(ErrorCode.InvalidToken);
        (await root.GetAsync("api/users/me")).EnsureRefused(ErrorCode.InvalidToken);
        (await new Api(silo.Http, root.Cookie).AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.InvalidToken);
        await Assert.ThrowsAnyAsync<Exception>(() => RawSocket.OpenAsync(silo, root.Cookie));
    }

    [Fact]
    public async Task Forged_and_expired_cookies_open_nothing()
    {
        Operator root = await Operator.SignInAsync(silo, operated.Root);
        ForgedCookies forged = new(silo, root.Cookie);
        (await new Operator(silo, forged.Right).GetAsync("dashboard/ClusterStats")).EnsureDone();

        foreach (string cookie in forged.Wrong)
        {
            (await new Operator(silo, cookie).GetAsync("dashboard/ClusterStats")).EnsureRefused(ErrorCode.InvalidToken);
        }
    }

    [Fact]
    public async Task Without_a_grant_nobody_is_an_operator_and_the_dashboard_is_off()
    {
        Person person = await Person.RegisterAsync(shared.Silo);
        Operator nobody = new(shared.Silo);

        (await nobody.SignInAsync(person.Username, Person.Password)).Answer.EnsureRefused(ErrorCode.NotTheAdministrator);
        (await nobody.SignInAsync("", Person.Password)).Answer.EnsureRefused(ErrorCode.WrongCredentials);
        Device device = await person.SignInAsync();
        Operator inside = new(shared.Silo, new ForgedCookies(shared.Silo, device.Session.AccessToken).Right);
        (await inside.GetAsync("scalar/")).EnsureRefused(ErrorCode.NotTheAdministrator);
        Assert.Equal(404, (await inside.GetAsync("dashboard/")).Status);
    }

    private IReadOnlyList<string> Routes()
    {
        IReadOnlyList<string> routes = OperatorRoutes.All(operated.SiloAddress);
        Assert.True(routes.Count > 25, $"Only {routes.Count} routes were found.");
        return routes;
    }
}
