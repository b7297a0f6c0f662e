using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

/// <summary>The page against a server that is ahead of it.</summary>
public sealed class MeetingUnknownKindsTests(InventedSilo invented, Browser browser) : IClassFixture<InventedSilo>
{
    [Fact]
    public async Task An_unknown_kind_that_counts_is_counted_is_not_shown_and_moves_no_position()
    {
        (Person anna, Device bo, string id) = await MeetAsync();
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        ILocator badge = visitor.Conversations.First.Locator(".badge > :first-child");
        await bo.SendAsync(id, Drafts.Text("Hello"), InventedDrafts.Cheer(), InventedDrafts.Wave());
        await Expect(badge).ToHaveTextAsync("2");
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("Hello");
        await Expect(visitor.Conversations.First.Locator(".line")).ToHaveTextAsync("Hello");
        await Expect(badge).ToHaveTextAsync("1");

        // The server counts the same, and says so to a browser that knows nothing.
        await using Visitor other = await Visitor.ArriveAsync(browser, anna);
        await Expect(other.Conversations.First.Locator(".badge > :first-child")).ToHaveTextAsync("1");
        await other.OpenAsync("Bo");
        await Expect(other.Messages).ToHaveTextAsync(["Hello"]);
        await Expect(other.Page.Locator(".rows > li")).ToHaveCountAsync(1);
        await bo.SendAsync(id, Drafts.Text("Next"));
        await Expect(visitor.Messages).ToHaveTextAsync(["Hello", "Next"]);
        await Expect(badge).ToHaveCountAsync(0);
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task An_edit_and_a_deletion_reach_who_is_there_and_who_comes_back()
    {
        (Person anna, Device bo, string id) = await MeetAsync();
        await bo.SendAsync(id, Drafts.Text("I will be late"), Drafts.Text("My secret is 4711"));
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("My secret is 4711");
        await bo.SendAsync(id, InventedDrafts.Rewrite(1, "I will be there at 9"));
        await Expect(visitor.Messages.First).ToHaveTextAsync("I will be there at 9");
        await Expect(visitor.Page.Locator(".rows .meta").First).ToContainTextAsync("edited");

        await visitor.KeepForOfflineAsync("I will be there at 9");
        await visitor.Page.GotoAsync("about:blank");
        await bo.SendAsync(id, InventedDrafts.Strike(2));
        await visitor.Page.GotoAsync(new Uri(invented.Silo.Address, $"#/{Uri.EscapeDataString(id)}").AbsoluteUri);
        await Expect(visitor.Messages).ToHaveTextAsync(["I will be there at 9", "This message was deleted"]);
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Messages).ToHaveTextAsync(["I will be there at 9", "This message was deleted"]);
        await Expect(visitor.Conversations.First.Locator(".line")).ToHaveTextAsync("This message was deleted");
    }

    private async Task<(Person Anna, Device Bo, string Id)> MeetAsync()
    {
        Person anna = await Person.RegisterAsync(invented.Silo, "Anna");
        Device bo = await (await Person.RegisterAsync(invented.Silo, "Bo")).SignInAsync();
        return (anna, bo, await bo.OpenDirectAsync(anna.UserId));
    }
}
