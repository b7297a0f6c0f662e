using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class CatchingUpTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task A_second_device_has_what_the_first_wrote_and_read_and_can_be_signed_out_by_it()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor first = await Visitor.ArriveAsync(browser, anna);
        await first.FindAsync(bo);
        await first.WriteAsync("written before");
        await first.SeeStateAsync("written before", "stored");

        await using Visitor second = await Visitor.ArriveAsync(browser, anna);
        await second.OpenAsync("Bo");
        await second.SeeAsync("written before");
        await second.WriteAsync("from the second");
        await first.SeeAsync("from the second");

        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Devices" }).ClickAsync();
        await first.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out Chrome on Linux" }).ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("This device was signed out from elsewhere. Sign in again to go on.");
        await Expect(first.Dialog.Locator("li")).ToHaveCountAsync(1);
        first.EnsureNoComplaints();
    }

    [Fact]
    public async Task Two_tabs_share_the_session_the_messages_and_the_draft_and_send_once()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor first = await Visitor.ArriveAsync(browser, anna);
        await first.FindAsync(bo);
        await first.WriteAsync("one");
        await first.SeeStateAsync("one", "stored");
        Visitor second = await first.NewTabAsync();
        await second.OpenAsync("Bo");
        await second.WriteAsync("two");
        await Expect(first.Messages).ToHaveTextAsync(["one", "two"]);
        await first.WriteAsync("three");
        await Expect(second.Messages).ToHaveTextAsync(["one", "two", "three"]);

        await first.Draft.FillAsync("begun");
        await Expect(second.Draft).ToBeVisibleAsync();
        await second.Page.Locator(".me").FocusAsync();
        await first.Draft.FillAsync("begun here");
        await Expect(second.Draft).ToHaveValueAsync("begun here");
        await second.Page.ReloadAsync();
        await Expect(second.Draft).ToHaveValueAsync("begun here");
        first.EnsureNoComplaints();
        second.EnsureNoComplaints();
    }
}
