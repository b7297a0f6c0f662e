using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

public sealed class DetailsTests(SharedSilo shared, Browser browser)
{
    /// <summary>The misplaced elements, in pixels.</summary>
    private const string Misplaced =
        """
        () => {
          const box = selector => document.querySelector(selector).getBoundingClientRect();
          const centre = selector => (box(selector).left + box(selector).right) / 2;
          const scroller = document.querySelector('.scroller');
          const sender = document.createRange();
          sender.selectNodeContents(document.querySelector('.sender'));
          const entry = [...document.querySelectorAll('.entry:has(.badge)')].find(({ textContent }) => textContent.includes('999+'));
          const [time, badge] = ['time', '.badge'].map(part => entry.querySelector(part).getBoundingClientRect());
          return [
            ...(scroller.offsetWidth > scroller.clientWidth ? [] : ['the scrollbar takes no room here']),
            ...(Math.abs(centre('.rows') - centre('.composer')) < 1 ? [] : [`the messages are at ${centre('.rows')}, the composer at ${centre('.composer')}`]),
            ...(Math.abs(time.right - badge.right) < 1 ? [] : [`the time ends at ${time.right}, the badge at ${badge.right}`]),
            ...(badge.width > time.width ? [] : ['the badge is not wide']),
            ...(Math.abs(sender.getBoundingClientRect().left - box('.row:has(.sender) .content').left) < 2 ? [] : ['the name of the sender is at the far edge']),
          ];
        }
        """;

    [Fact]
    public async Task Columns_times_and_names_stand_where_they_belong_and_colours_are_chosen_and_kept()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna Maria Berg");
        Person omar = await Person.RegisterAsync(shared.Silo, "عمر خالد");
        (Device own, Device other) = (await anna.SignInAsync(), await omar.SignInAsync());
        string direct = await other.OpenDirectAsync(anna.UserId);
        foreach (int[] numbers in Enumerable.Range(1, 1100).Chunk(32))
        {
            await SayAsync(other, direct, [.. numbers.Select(number => $"{number}")]);
        }

        await SayAsync(other, direct, new string('a', 158) + "👩‍👩‍👧");
        GroupReply group = await own.CreateGroupAsync("Hiking", omar.UserId);
        await SayAsync(other, group.ConversationId, [.. Enumerable.Range(1, 30).Select(number => $"in the group of hikers {number}")]);
        string self = await own.OpenDirectAsync(anna.UserId);
        await SayAsync(own, self, "buy milk");

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await Expect(visitor.Page.Locator(".me .avatar")).ToHaveTextAsync("AB");
        ILocator line = visitor.Conversations.Filter(new() { HasText = "aaa" }).Locator(".line");
        await Expect(line).ToHaveTextAsync(new string('a', 158));
        await visitor.OpenAsync("Hiking");
        await Expect(visitor.Messages.First).ToBeVisibleAsync();
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Misplaced));

        await visitor.Conversations.Filter(new() { HasText = "buy milk" }).ClickAsync();
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync("Anna Maria Berg (you)");
        await Expect(visitor.Page.Locator(".headline p")).ToHaveTextAsync("Notes to yourself, on all your devices");

        await visitor.Page.Locator(".me").ClickAsync();
        await visitor.Dialog.GetByLabel("Colours").SelectOptionAsync("Dark");
        await Expect(visitor.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(18, 20, 23)");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(18, 20, 23)");
        await Expect(visitor.Page.Locator("#chat-title")).ToBeVisibleAsync();

        await visitor.Page.Context.SetOfflineAsync(true);
        await Expect(visitor.Banner).ToContainTextAsync("You are offline.");
        await visitor.Page.Context.SetOfflineAsync(false);
        await Expect(visitor.Banner).ToBeHiddenAsync();
    }

    [Fact]
    public async Task On_a_phone_nothing_stays_lit_after_a_touch_and_chinese_sentences_have_their_own_marks()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor visitor = await Visitor.ArriveAsync(
            browser, anna, new() { Locale = "zh-CN", ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        ILocator devices = visitor.Page.Locator("button.devices");
        await devices.TapAsync();
        await Expect(visitor.Dialog.Locator(".panel-list li")).ToHaveCountAsync(1);
        await visitor.Page.Keyboard.PressAsync("Escape");
        // The place of the last touch counts as that of the mouse.
        await devices.HoverAsync();
        await Expect(devices).ToHaveCSSAsync("background-color", "rgba(0, 0, 0, 0)");

        await visitor.FindAsync(bo);
        await Expect(visitor.Page.Locator(".begin")).ToHaveTextAsync("还没有消息。打个招呼吧。");
        string[] mixed = await visitor.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const [{ errorSentence }, { ImError }, { words }] = await Promise.all(['text/sentences', 'net/errors', 'text/language'].map(name => import(new URL(`js/${name}.js`, location))));
              const said = [1901, 1902, 1903, 1904, 1905, 2107].map(code => errorSentence(new ImError(code, '', { refusalClass: 'limit', retryAfterMs: 2000 })));
              const all = [...said, words.sentences(words.signOutWaiting(2), words.signOutHint), words.failedElsewhere(said[0])];
              return all.filter(sentence => /[,.!?:;]|[。！？] /u.test(sentence));
            }
            """);
        Assert.Empty(mixed);
        visitor.EnsureNoComplaints();
    }

    private static Task SayAsync(Device device, string conversation, params string[] texts) =>
        device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = [.. texts.Select(Drafts.Text)] });
}
