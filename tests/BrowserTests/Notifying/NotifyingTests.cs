using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Notifying;

public sealed class NotifyingTests(SharedSilo shared, Browser browser)
{
    /// <summary>The browser shows them as it would; what it was asked to show is written down, because a window without a screen shows nobody anything.</summary>
    private const string WriteDown =
        """
        globalThis.shown = [];
        globalThis.Notification = class extends Notification {
          constructor(title, options) {
            super(title, options);
            shown.push(this);
          }
          close() {
            this.closed = true;
            super.close();
          }
        };
        """;

    private const string Shown = "() => shown.map(({ title, body, tag, closed }) => `${title}|${body}|${closed ? 'closed' : 'open'}`)";

    [Fact]
    public async Task Who_looks_away_is_told_once_for_each_conversation_of_others_and_a_click_opens_it()
    {
        (Person anna, Person bo, Person lin) = (
            await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"), await Person.RegisterAsync(shared.Silo, "<b>Lin</b>\u202e"));
        await using Connection fromBo = await bo.ConnectAsync();
        await using Connection fromLin = await lin.ConnectAsync();
        string withBo = await fromBo.Device.OpenDirectAsync(anna.UserId);
        string withLin = await fromLin.Device.OpenDirectAsync(anna.UserId);
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        await visitor.AllowNotificationsAsync(WriteDown);
        await visitor.SignInAsync(anna.Username);
        await fromBo.SayAsync(withBo, "seen as it comes");
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("seen as it comes");
        await fromLin.SayAsync(withLin, "into the list");
        await Expect(visitor.Conversations.Filter(new() { HasText = "into the list" })).ToBeVisibleAsync();
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Shown));

        await using Connection phone = await anna.ConnectAsync();
        await visitor.LookAwayAsync();
        await phone.SayAsync(withBo, "my own, from elsewhere");
        await fromBo.SayAsync(withBo, "first");
        await ShowsAsync(visitor, "Bo|first|open");
        await fromBo.SayAsync(withBo, "second");
        await fromLin.SayAsync(withLin, "<i>hello</i>");
        await ShowsAsync(visitor, "Bo|first|open", "Bo|second|open", "<b>Lin</b>|<i>hello</i>|open");
        Assert.Equal([withBo, withBo, withLin], await visitor.Page.EvaluateAsync<string[]>("() => shown.map(({ tag }) => tag)"));

        await visitor.Page.EvaluateAsync("() => shown[2].onclick()");
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync("<b>Lin</b>");
        await visitor.LookBackAsync();
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("second");
        await ShowsAsync(visitor, "Bo|first|open", "Bo|second|closed", "<b>Lin</b>|<i>hello</i>|closed");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task Who_hides_the_page_is_not_online_for_others_until_they_look_again()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.FindAsync(bo);
        await using Visitor other = await Visitor.ArriveAsync(browser, bo);
        await other.FindAsync(anna);
        await Expect(other.Page.Locator(".headline p")).ToHaveTextAsync("online");
        await visitor.HideAsync(true);
        await Expect(other.Page.Locator(".headline p")).ToContainTextAsync("last seen today", new() { Timeout = 20_000 });
        await visitor.HideAsync(false);
        await Expect(other.Page.Locator(".headline p")).ToHaveTextAsync("online", new() { Timeout = 20_000 });
    }

    private static Task ShowsAsync(Visitor visitor, params string[] expected) =>
        visitor.WaitForAsync("expected => JSON.stringify((" + Shown + ")()) === JSON.stringify(expected)", expected, Shown);
}
