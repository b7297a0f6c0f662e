using ImOrleans.BrowserTests.Browsing;
using ImOrleans.BrowserTests.Looking;
using ImOrleans.EndToEndTests.Operating;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Operating;

public sealed class OperatingTests(Browser browser)
{
    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1200, "Dashboard", "API reference")]
    [InlineData("zh-CN", ColorScheme.Dark, 390, "仪表板", "API 参考")]
    public async Task An_operator_signs_in_and_sees_this_silo_and_every_endpoint(
        string locale, ColorScheme colours, int width, string dashboard, string reference)
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Dashboard:Enabled=true");
        Person person = await Person.RegisterAsync(silo);
        await OperatorCommand.GrantAsync(silo, person);
        await using Visitor visitor = await Visitor.ArriveAsync(
            browser, silo, new() { Locale = locale, ColorScheme = colours, ViewportSize = new() { Width = width, Height = 800 } });
        List<string> elsewhere = [];
        visitor.Page.Request += (_, request) => elsewhere.AddRange(request.Url.StartsWith(silo.Address.AbsoluteUri, StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal) ? [] : [request.Url]);

        // A visit to the dashboard leads to the sign-in.
        await visitor.Page.GotoAsync(new Uri(silo.Address, "dashboard/").AbsoluteUri);
        await Expect(visitor.Page.Locator("[name=username]")).ToBeFocusedAsync();
        await visitor.EnsureAccessibleAsync("operators: sign in");
        await SignInAsync(visitor, person);
        await Expect(visitor.Page.Locator("#content")).ToContainTextAsync("Active Silos", new() { IgnoreCase = true });
        visitor.EnsureNoComplaints();
        await LookAroundAsync(visitor, silo);

        // Other complaints come from the dashboard itself: it draws some screens before it has their data.
        Assert.DoesNotContain(
            visitor.TakeComplaints(),
            complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal) || complaint.Contains("Trusted", StringComparison.Ordinal));

        await visitor.Page.GotoAsync(new Uri(silo.Address, "operators/").AbsoluteUri);
        await Expect(visitor.Page.Locator("#pages strong")).ToHaveTextAsync([dashboard, reference]);
        await visitor.EnsureAccessibleAsync("operators: pages");
        await visitor.Page.Locator("#pages strong").Last.ClickAsync();
        await Expect(visitor.Page.GetByText("/api/server").First).ToBeAttachedAsync();
        await Expect(visitor.Page.Locator("#scalar-style")).ToBeAttachedAsync();

        await visitor.Page.GotoAsync(new Uri(silo.Address, "operators/").AbsoluteUri);
        await visitor.Page.Locator("#pages button").ClickAsync();
        await Expect(visitor.Page.Locator("[name=username]")).ToBeFocusedAsync();
        await visitor.Page.GotoAsync(new Uri(silo.Address, "scalar/").AbsoluteUri);
        await Expect(visitor.Page).ToHaveURLAsync(new Uri(silo.Address, "operators/?next=scalar%2F").AbsoluteUri);
        visitor.EnsureNoComplaints();
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task A_member_sees_why_access_is_refused_and_is_not_redirected()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Dashboard:Enabled=true");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, silo);
        await visitor.Page.GotoAsync(new Uri(silo.Address, "operators/?next=https%3A%2F%2Fevil.example%2F").AbsoluteUri);

        Person member = await Person.RegisterAsync(silo);
        await SignInAsync(visitor, member);

        await Expect(visitor.Page.Locator("#sign-in .error")).ToHaveTextAsync("Only operators of this server can do this. Sign in with an operator account.");
        await OperatorCommand.GrantAsync(silo, member);
        await SignInAsync(visitor, member);
        await Expect(visitor.Page.Locator("#pages strong").First).ToHaveTextAsync("Dashboard");
    }

    private static async Task SignInAsync(Visitor visitor, Person person)
    {
        await visitor.Page.Locator("[name=username]").FillAsync(person.Username);
        await visitor.Page.Locator("[name=password]").FillAsync(Person.Password);
        await visitor.Page.Locator("[name=password]").PressAsync("Enter");
    }

    /// <summary>Each kind of screen that the dashboard has: a policy for its content that is too strict complains in one of them.</summary>
    private static async Task LookAroundAsync(Visitor visitor, SiloProcess silo)
    {
        await ShowAsync(visitor, silo, "grains", "OperatorsGrain");
        await ShowAsync(visitor, silo, "grain/ImOrleans.Grains.Operators.OperatorsGrain", "OperatorsGrain");
        await ShowAsync(visitor, silo, "grainDetails", "Grain");
        await ShowAsync(visitor, silo, "reminders", "Reminders");
        await ShowAsync(visitor, silo, "lifecycle", "Lifecycle");
        await ShowAsync(visitor, silo, "preferences", "Preferences");
        await ShowAsync(visitor, silo, "silos", "Active");
        string host = (await visitor.Page.Locator("a[href^='#/host/']").First.GetAttributeAsync("href"))!;
        await ShowAsync(visitor, silo, host[2..], "CPU Usage");
        await ShowAsync(visitor, silo, $"{host[2..]}/counters", "orleans-");
        await Expect(visitor.Page.Locator("#menu")).Not.ToContainTextAsync("Log Stream");
        await Expect(visitor.Page.Locator("#operators")).ToHaveAttributeAsync("href", new Uri(silo.Address, "operators/").AbsoluteUri);
    }

    private static async Task ShowAsync(Visitor visitor, SiloProcess silo, string route, string shown)
    {
        await visitor.Page.GotoAsync(new Uri(silo.Address, $"dashboard/#/{route}").AbsoluteUri);
        await Expect(visitor.Page.Locator("#content")).ToContainTextAsync(shown);
    }
}
