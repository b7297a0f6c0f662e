using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
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
            "\u2800\u200b \u3164\ufe0f",
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
        Assert.Empty(await visitor.Page.Locator(".app :is(script, b, h1:not(.unseen h1)), .rows img").AllAsync());
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "A message makes the page wider than the phone.");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_hostile_name_does_no_harm_wherever_it_is_shown()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Person eve = await Person.RegisterAsync(shared.Silo, "\u2067\u202e<u>Eve</u>\u200b\u2069\u0337\u0337\u0337\u0337\u0337\u0337");
        Person nobody = await Person.RegisterAsync(shared.Silo, "Nobody");
        Device device = await eve.SignInAsync();
        GroupReply group = await device.CreateGroupAsync("\u202e<marquee>" + new string('\ufdfd', 53), anna.UserId, nobody.UserId);
        await SayAsync(device, group.ConversationId, "\u202ehello");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna, new() { ViewportSize = new() { Width = 390, Height = 844 } });
        // The server gives no such name any more, but it may have one from before.
        await visitor.Page.RouteAsync($"**/api/users?query={nobody.Username}", route => route.FulfillAsync(new()
        {
            Json = new[] { new { userId = nobody.UserId, username = nobody.Username, displayName = string.Concat(Enumerable.Repeat("\u200d\u3164\u2800", 20)) } },
        }));
        await visitor.Page.Locator(".side input[type=search]").FillAsync(nobody.Username);
        await Expect(visitor.Page.Locator(".person .title")).ToHaveTextAsync("No name");
        await visitor.Page.Locator(".side input[type=search]").FillAsync(eve.Username);
        await Expect(visitor.Page.Locator(".person .title")).ToContainTextAsync("<u>Eve</u>");
        await EnsureHarmlessAsync(visitor, "search");
        await visitor.Page.Locator(".side input[type=search]").FillAsync("");
        await visitor.Conversations.First.ClickAsync();
        await Expect(visitor.Notices).ToContainTextAsync("created the group");
        await EnsureHarmlessAsync(visitor, "group");
        await visitor.Page.Locator("button.members").ClickAsync();
        await Expect(visitor.Dialog.Locator(".panel-list li")).ToHaveCountAsync(3);
        await EnsureHarmlessAsync(visitor, "members");
        visitor.EnsureNoComplaints();
    }

    /// <summary>Nothing became an element, nothing turns the text around it (first strong isolates are our own and closed), nothing is wider than the phone.</summary>
    private static async Task EnsureHarmlessAsync(Visitor visitor, string screen)
    {
        string[] harm = await visitor.Page.EvaluateAsync<string[]>(
            """
            () => [
              ...[...document.body.querySelectorAll('u, b, marquee, script')].map(node => `<${node.localName}> came to be`),
              ...(document.body.innerText.match(/[\u200b\u202a-\u202e\u2066\u2067\u3164]/g) ?? []).map(mark => `U+${mark.codePointAt(0).toString(16)} is on the screen`),
              ...(document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the phone'] : []),
            ]
            """);
        Assert.True(harm.Length == 0, $"{screen}: {string.Join(", ", harm)}");
    }

    private static Task SayAsync(Device device, string conversation, params IEnumerable<string> texts) =>
        device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = [.. texts.Select(Drafts.Text)] });
}
