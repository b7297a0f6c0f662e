using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class RenamingTests(Browser browser, SharedSilo shared)
{
    [Fact]
    public async Task A_new_name_shows_on_open_pages_in_list_header_and_members_and_on_ones_other_page()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Person bo = await Person.RegisterAsync(shared.Silo, "Bo");
        Device annas = await anna.SignInAsync();
        string direct = await annas.OpenDirectAsync(bo.UserId);
        await annas.Api.PostAsync($"api/conversations/{direct}/messages", new { drafts = new[] { Drafts.Text("hello") } });
        await annas.CreateGroupAsync("Team", bo.UserId);
        await using Visitor page = await Visitor.ArriveAsync(browser, bo);
        await using Visitor own = await Visitor.ArriveAsync(browser, anna);
        await page.OpenAsync("Anna");
        await Expect(own.Page.Locator(".me .title")).ToHaveTextAsync("Anna");

        await RenameAsync(annas, "Annabel");
        await Expect(page.Page.Locator("#chat-title")).ToHaveTextAsync("Annabel");
        await Expect(page.Conversations.Locator(".title").GetByText("Annabel", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(own.Page.Locator(".me .title")).ToHaveTextAsync("Annabel");

        await page.OpenAsync("Team");
        await page.Page.Locator(".chat .members").ClickAsync();
        ILocator row = page.Dialog.Locator("li").Filter(new() { HasText = "owner" });
        await Expect(row).ToContainTextAsync("Annabel");
        await RenameAsync(annas, "Anita");
        await Expect(row).ToContainTextAsync("Anita");
        page.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_page_that_was_away_shows_the_new_name_after_it_has_reconnected()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person anna = await Person.RegisterAsync(silo, "Anna");
        Person bo = await Person.RegisterAsync(silo, "Bo");
        Device annas = await anna.SignInAsync();
        string direct = await annas.OpenDirectAsync(bo.UserId);
        await annas.Api.PostAsync($"api/conversations/{direct}/messages", new { drafts = new[] { Drafts.Text("hello") } });
        await using Visitor page = await Visitor.ArriveAsync(browser, bo);
        await page.OpenAsync("Anna");
        await page.SeeAsync("hello");

        await page.Page.Context.SetOfflineAsync(true);
        await silo.KillAsync();
        await Expect(page.Banner).ToBeVisibleAsync();
        await silo.StartAgainAsync();
        await RenameAsync(annas, "Annabel");
        await page.Page.Context.SetOfflineAsync(false);
        await Expect(page.Page.Locator("#chat-title")).ToHaveTextAsync("Annabel");
    }

    [Fact]
    public async Task A_setting_that_is_open_shows_what_was_chosen_on_another_device()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Device other = await anna.SignInAsync();
        await using Visitor page = await Visitor.ArriveAsync(browser, anna);
        await page.Page.Locator(".me").ClickAsync();
        ILocator choice = page.Dialog.Locator("select").Filter(new() { HasText = "Nobody" });
        await Expect(choice).ToHaveValueAsync("everyone");
        (await other.Api.AskAsync("PUT", "api/presence/privacy", new { visibleTo = "nobody" })).EnsureDone();
        await Expect(choice).ToHaveValueAsync("nobody");
    }

    private static Task<UserProfile> RenameAsync(Device device, string name) =>
        device.Api.PatchAsync<UserProfile>("api/users/me", new { displayName = name });
}
