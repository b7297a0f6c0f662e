using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class ShowingHostileContentTests(SharedSilo shared, Browser browser)
{
    private const string Markup = "<img src=x onerror=alert(1)><script>alert(1)</script>";

    [Fact]
    public async Task Names_and_messages_are_shown_as_text_that_reads_as_it_is_and_leads_where_it_says()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Person eve = await Person.RegisterAsync(shared.Silo, "\u202e<b>Eve</b>\u200b\u2066");
        Device device = await eve.SignInAsync();
        string conversation = await device.OpenDirectAsync(anna.UserId);
        await SayAsync(
            device,
            conversation,
            Markup,
            "\u202egpj.exe",
            "\u200b\u200b",
            new string('W', 16 * 1024),
            "https://real.example@evil.example/ javascript:alert(1) data:text/html,x",
            "https://аррӏе.com/login",
            "Z" + string.Concat(Enumerable.Repeat("\u0337\u0321", 500)));
        await device.CreateGroupAsync("<h1>\u202eGroup", anna.UserId);

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna, new() { ViewportSize = new() { Width = 390, Height = 844 } });
        visitor.Page.Dialog += (_, dialog) => Assert.Fail($"A message opened a dialog: {dialog.Message}");
        await Expect(visitor.Conversations.Filter(new() { HasText = "<h1>Group" }).First).ToBeVisibleAsync();
        await visitor.OpenAsync("<b>Eve</b>");
        await Expect(visitor.Messages).ToHaveCountAsync(7);
        IReadOnlyList<string> texts = await visitor.Messages.AllTextContentsAsync();
        Assert.Equal(Markup, texts[0]);
        Assert.Equal("gpj.exe", texts[1]);
        Assert.Equal("A message that shows nothing", texts[2]);
        Assert.Equal(5, texts[6].Length);

        IReadOnlyList<string> links = await visitor.Page.Locator(".rows a").EvaluateAllAsync<string[]>("links => links.map(({ href, textContent }) => href + ' ' + textContent)");
        Assert.Equal(["https://xn--80ak6aa92e.com/login https://xn--80ak6aa92e.com/login"], links);
        Assert.Empty(await visitor.Page.Locator(".app :is(script, b, h1:not(.unseen)), .rows img").AllAsync());
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "A message makes the page wider than the phone.");
        visitor.EnsureNoComplaints();
    }

    private static Task SayAsync(Device device, string conversation, params IEnumerable<string> texts) =>
        device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = [.. texts.Select(Drafts.Text)] });
}
