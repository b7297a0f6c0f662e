using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Notifying;

public sealed class NotifyingTests(SharedSilo shared, Browser browser)
{
    /// <summary>
    /// Records the notifications that the page shows and hides. Asking the browser while it is about to show one would make it drop that
    /// one.
    /// </summary>
    private const string WriteDown =
        """
        globalThis.shown = [];
        globalThis.hidden = [];
        const show = ServiceWorkerRegistration.prototype.showNotification;
        ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
          await show.call(this, title, options);
          shown.push(`${title}|${options.body}`);
        };
        const close = Notification.prototype.close;
        Notification.prototype.close = function () {
          close.call(this);
          hidden.push(`${this.title}|${this.body}`);
        };
        """;

    private const string Left =
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body }) => `${title}|${body}`).sort()";

    [Fact]
    public async Task A_hidden_page_notifies_once_for_each_conversation_and_a_click_opens_it()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Connection fromBo = await (await Person.RegisterAsync(shared.Silo, "Bo")).ConnectAsync();
        await using Connection fromLin = await (await Person.RegisterAsync(shared.Silo, "<b>Lin</b>\u202e")).ConnectAsync();
        string withBo = await fromBo.Device.OpenDirectAsync(anna.UserId);
        string withLin = await fromLin.Device.OpenDirectAsync(anna.UserId);
        await using Visitor visitor = await WithBoAsync(anna, fromBo, withBo);
        await visitor.SeeAsync("seen as it comes");
        await fromLin.SayAsync(withLin, "into the list");
        await Expect(visitor.Conversations.Filter(new() { HasText = "into the list" })).ToBeVisibleAsync();
        await HasAsync(visitor, "shown");

        await using Connection phone = await anna.ConnectAsync();
        await visitor.LookAwayAsync();
        await phone.SayAsync(withBo, "my own, from elsewhere");
        await fromBo.SayAsync(withBo, "first");
        await HasAsync(visitor, "shown", "Bo|first");
        SendReceipt second = await fromBo.SayAsync(withBo, "second");
        await HasAsync(visitor, "shown", "Bo|first", "Bo|second");
        await fromLin.SayAsync(withLin, "<i>hello</i>");
        await HasAsync(visitor, "shown", "Bo|first", "Bo|second", "<b>Lin</b>|<i>hello</i>");
        Assert.Equal(["<b>Lin</b>|<i>hello</i>", "Bo|second"], await visitor.Page.EvaluateAsync<string[]>(Left));

        Assert.Equal([shared.Silo.Address.AbsoluteUri], await visitor.ClickNotificationAsync(withLin));
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync("<b>Lin</b>");
        Assert.Equal(["Bo|second"], await visitor.Page.EvaluateAsync<string[]>(Left));
        await phone.ReadAsync(withBo, second.Seq);
        await HasAsync(visitor, "hidden", "Bo|second");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_click_opens_the_page_where_it_was_closed_and_who_is_signed_out_has_no_notification_left()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection fromBo = await bo.ConnectAsync();
        string withBo = await fromBo.Device.OpenDirectAsync(anna.UserId);
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        await visitor.AllowNotificationsAsync(WriteDown);
        await visitor.SignInAsync(anna.Username);
        await visitor.LookAwayAsync();
        await fromBo.SayAsync(withBo, "first");
        await HasAsync(visitor, "shown", "Bo|first");

        await visitor.Page.GotoAsync(new Uri(shared.Silo.Address, "api/server").AbsoluteUri);
        Assert.Equal([new Uri(shared.Silo.Address, $"#/{withBo}").AbsoluteUri], await visitor.ClickNotificationAsync(withBo));
        await visitor.Page.GotoAsync(shared.Silo.Address.AbsoluteUri);
        await Expect(visitor.Conversations).ToHaveCountAsync(1);

        // The page shows its list before it is connected. A connected page knows who is online, and notifies of later messages.
        await Expect(visitor.Page.Locator(".side .online")).ToHaveCountAsync(1);
        await visitor.LookAwayAsync();
        await fromBo.SayAsync(withBo, "second");
        await HasAsync(visitor, "shown", "Bo|second");
        Api phone = (await anna.SignInAsync()).Api;
        DeviceSession lost = Assert.Single(await phone.GetAsync<DeviceSession[]>("api/sessions"), session => !session.Current);
        await phone.DeleteAsync($"api/sessions/{lost.DeviceId}");
        await Expect(visitor.Page.Locator("[name=username]")).ToBeVisibleAsync();
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Left));
    }

    [Fact]
    public async Task A_chat_that_is_muted_notifies_nobody_until_another_device_turns_it_on()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Connection fromBo = await (await Person.RegisterAsync(shared.Silo, "Bo")).ConnectAsync();
        await using Connection fromLin = await (await Person.RegisterAsync(shared.Silo, "Lin")).ConnectAsync();
        string withBo = await fromBo.Device.OpenDirectAsync(anna.UserId);
        string withLin = await fromLin.Device.OpenDirectAsync(anna.UserId);
        await using Visitor visitor = await WithBoAsync(anna, fromBo, withBo);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Notifications of this chat" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Mute until I turn it on" }).ClickAsync();
        ILocator muted = visitor.Page.Locator(".list .entry.muted");
        await Expect(muted).ToContainTextAsync("Bo");

        await visitor.LookAwayAsync();
        await fromBo.SayAsync(withBo, "not heard");
        await Expect(visitor.Conversations.Filter(new() { HasText = "not heard" })).ToBeVisibleAsync();
        await fromLin.SayAsync(withLin, "hello");
        await HasAsync(visitor, "shown", "Lin|hello");

        Api phone = (await anna.SignInAsync()).Api;
        await phone.PatchAsync<ConversationSettings>($"api/conversations/{withBo}", new ConversationSettings { Notify = NotifyLevel.All });
        await Expect(muted).ToHaveCountAsync(0);
        await fromBo.SayAsync(withBo, "heard");
        await HasAsync(visitor, "shown", "Lin|hello", "Bo|heard");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_user_with_a_hidden_page_is_offline_for_others_until_the_page_is_visible()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.FindAsync(bo);
        await using Visitor other = await Visitor.ArriveAsync(browser, bo);
        await other.FindAsync(anna);
        await Expect(other.Page.Locator(".headline p")).ToHaveTextAsync("online");
        await visitor.HideAsync(true);
        await Expect(other.Page.Locator(".headline p")).ToContainTextAsync("last seen today");
        await visitor.HideAsync(false);
        await Expect(other.Page.Locator(".headline p")).ToHaveTextAsync("online");
    }

    /// <summary>Anna looks at the chat with Bo, in which there is a message.</summary>
    private async Task<Visitor> WithBoAsync(Person anna, Connection fromBo, string withBo)
    {
        Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        await visitor.AllowNotificationsAsync(WriteDown);
        await visitor.SignInAsync(anna.Username);
        await fromBo.SayAsync(withBo, "seen as it comes");
        await visitor.OpenAsync("Bo");
        return visitor;
    }

    private static Task HasAsync(Visitor visitor, string list, params string[] expected) =>
        visitor.WaitForAsync($"expected => JSON.stringify({list}) === JSON.stringify(expected)", expected, $"() => {list}");
}
