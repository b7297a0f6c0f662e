using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class FindingPeopleTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task People_are_found_by_one_character_and_by_an_at_and_namesakes_can_be_distinguished()
    {
        string name = $"Anna{Person.Name()[20..]}";
        Person[] annas = [await Person.RegisterAsync(shared.Silo, name), await Person.RegisterAsync(shared.Silo, name)];
        Person rare = await Person.RegisterAsync(shared.Silo, "林𪛖");
        Person himself = await Person.RegisterAsync(shared.Silo, "Bo");
        Device bo = await himself.SignInAsync();
        await using Visitor visitor = await Visitor.ArriveAsync(browser, himself);
        ILocator search = visitor.Page.Locator(".side input[type=search]");
        ILocator found = visitor.Page.Locator(".side .person");
        ILocator nothing = visitor.Page.Locator(".nothing");
        await Expect(nothing).ToBeVisibleAsync();

        await search.FillAsync("@");
        await Expect(visitor.Page.Locator(".found .hint")).ToHaveTextAsync("Type at least 2 characters.");
        await Expect(nothing).ToBeHiddenAsync();
        await search.FillAsync("𪛖");
        await Expect(found.Locator(".title")).ToHaveTextAsync("林𪛖");
        await search.FillAsync($"@{rare.Username}");
        await Expect(found.Locator(".title")).ToHaveTextAsync("林𪛖");
        await search.FillAsync(name.ToUpperInvariant());
        await Expect(found.Locator(".line")).ToHaveTextAsync(annas.Select(anna => $"@{anna.Username}").Order(StringComparer.Ordinal));

        // A search that fails says so, and nothing else.
        await visitor.Page.RouteAsync("**/api/users?query=*", route => route.AbortAsync());
        await search.FillAsync("nobody");
        await Expect(visitor.Page.Locator(".found .hint")).ToContainTextAsync("server");
        await Expect(nothing).ToBeHiddenAsync();
        await visitor.Page.UnrouteAllAsync();
        await search.FillAsync("");
        await Expect(nothing).ToBeVisibleAsync();

        foreach (Person anna in annas)
        {
            string id = await bo.OpenDirectAsync(anna.UserId);
            await using Connection connection = await anna.ConnectAsync();
            await connection.SayAsync(id, "hello");
        }

        await Expect(visitor.Conversations.Locator(".title .handle")).ToHaveTextAsync([$"@{annas[1].Username}", $"@{annas[0].Username}"]);
        await visitor.Conversations.First.ClickAsync();
        await Expect(visitor.Page.Locator(".headline p")).ToContainTextAsync($"@{annas[1].Username}");
        await bo.CreateGroupAsync("Two of them", annas.Select(anna => anna.UserId));
        await visitor.OpenAsync("Two of them");
        await visitor.Page.Locator("button.members").ClickAsync();
        await Expect(visitor.Dialog.Locator(".panel-list .title").GetByText($"{name} (@{annas[0].Username})")).ToBeVisibleAsync();
        await Expect(visitor.Dialog.Locator(".panel-list .title").GetByText($"{name} (@{annas[1].Username})")).ToBeVisibleAsync();
        Assert.Single(visitor.TakeComplaints(), complaint => complaint.Contains("ERR_FAILED", StringComparison.Ordinal));
    }
}
