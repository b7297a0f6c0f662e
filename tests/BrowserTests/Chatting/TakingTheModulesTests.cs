using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class TakingTheModulesTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task The_example_of_the_readme_chats_on_a_bare_page()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        string example = (await ReadExampleAsync())
            .Replace("username: 'anna'", $"username: '{anna.Username}'", StringComparison.Ordinal)
            .Replace("query=bo", $"query={bo.Username}", StringComparison.Ordinal);
        await using Visitor other = await Visitor.ArriveAsync(browser, bo);

        // Somewhere on the server where nothing runs; the page is then the example's own, and so would be its policy.
        await using Visitor bare = await Visitor.ArriveAsync(browser, shared.Silo, new() { BypassCSP = true });
        await bare.Page.GotoAsync(new Uri(shared.Silo.Address, "sw.js").AbsoluteUri);
        await bare.Page.SetContentAsync(example);
        await other.OpenAsync("Anna");
        await other.SeeAsync("Hello from a page of my own");
        await other.WriteAsync("Hello back");
        await Expect(bare.Page.Locator("li")).ToHaveTextAsync(["Hello from a page of my own", "Hello back"]);
    }

    private static async Task<string> ReadExampleAsync()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(WorkingCopy.Root, "Gateway", "README.md"));
        return readme.Split("```html")[1].Split("```")[0];
    }
}
