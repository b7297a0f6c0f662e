using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

public sealed class LookingTests(SharedSilo shared, Browser browser)
{
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };
    private static readonly ViewportSize Desktop = new() { Width = 1200, Height = 800 };

    /// <summary>Each language, colour and size; half of them again when the page is bundled, which changes none of the rules.</summary>
    public static TheoryData<string, ColorScheme, bool> Looks => SiloRun.Published is null
        ? new()
        {
            { "en-GB", ColorScheme.Light, true },
            { "en-GB", ColorScheme.Dark, false },
            { "zh-CN", ColorScheme.Light, false },
            { "zh-CN", ColorScheme.Dark, true },
        }
        : new() { { "en-GB", ColorScheme.Light, false }, { "zh-CN", ColorScheme.Dark, true } };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_screen_is_accessible_and_fits(string locale, ColorScheme colours, bool phone)
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Person omar = await Person.RegisterAsync(shared.Silo, "عمر");
        Device device = await omar.SignInAsync();
        string conversation = await device.OpenDirectAsync(anna.UserId);
        GroupReply group = await device.CreateGroupAsync("Hiking 徒步", anna.UserId);
        foreach (string id in (string[])[conversation, group.ConversationId])
        {
            await device.Api.PostAsync(
                $"api/conversations/{id}/messages", new SendRequest { Drafts = [Drafts.Text("مرحبا"), Drafts.Text("Look: https://example.org/"), Drafts.Text("👍🏽")] });
        }

        await (await anna.SignInAsync()).Api.PatchAsync<ConversationSettings>(
            $"api/conversations/{conversation}", new ConversationSettings { Notify = NotifyLevel.None });
        await using Visitor visitor = await Visitor.ArriveAsync(
            browser, shared.Silo, new() { Locale = locale, ColorScheme = colours, ViewportSize = phone ? Phone : Desktop });
        await visitor.EnsureAccessibleAsync("sign-in");
        await visitor.SignInAsync(anna.Username);
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", locale[..2]);
        await Expect(visitor.Conversations).ToHaveCountAsync(2);
        await Expect(visitor.Page.Locator(".list .entry.muted .badge")).ToHaveCountAsync(1);
        await visitor.EnsureAccessibleAsync("list");

        await visitor.OpenAsync("عمر");
        await Expect(visitor.Messages).ToHaveCountAsync(3);
        await visitor.WriteAsync("你好");
        await visitor.SeeStateAsync("你好", "stored");
        await visitor.EnsureAccessibleAsync("chat");
        Assert.Equal("rtl", await visitor.Messages.First.EvaluateAsync<string>("node => node.matches(':dir(rtl)') ? 'rtl' : 'ltr'"));
        await LeaveChatAsync(visitor, phone);
        await visitor.OpenAsync("Hiking 徒步");
        await Expect(visitor.Messages).ToHaveCountAsync(3);
        await visitor.EnsureAccessibleAsync("group");
        await OpenPanelAsync(visitor, "button.members", ".panel-list li", "members");
        await LeaveChatAsync(visitor, phone);
        await OpenPanelAsync(visitor, ".me", ".settings label >> nth=1", "profile");
        await OpenPanelAsync(visitor, "button.devices", ".panel-list li", "devices");
        await OpenPanelAsync(visitor, "button.new-group", "input[type=search]", "new group");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task The_keyboard_alone_finds_a_person_writes_and_makes_a_group()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        IKeyboard keyboard = visitor.Page.Keyboard;
        await TabToAsync(visitor, ".side input[type=search]");

        // The whole name has to be looked for: what a part of it finds is not taken.
        await visitor.Page.RunAndWaitForResponseAsync(() => keyboard.TypeAsync(bo.Username), answer => answer.Url.EndsWith($"query={bo.Username}", StringComparison.Ordinal));
        await Expect(visitor.Page.Locator(".side .person")).ToHaveCountAsync(1);
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Draft).ToBeFocusedAsync();
        await keyboard.TypeAsync("by hand");
        await keyboard.PressAsync("Enter");
        await visitor.SeeStateAsync("by hand", "stored");

        await TabToAsync(visitor, "button.new-group", "Shift+Tab");
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Dialog.GetByLabel("Group name")).ToBeFocusedAsync();
        await keyboard.TypeAsync("Keys");
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync("Keys");
        await Expect(visitor.Draft).ToBeFocusedAsync();
        await TabToAsync(visitor, ".list .entry", "Shift+Tab");
        await keyboard.PressAsync("Home");
        await Expect(visitor.Conversations.First).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowDown");
        await Expect(visitor.Conversations.Last).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync("Bo");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task The_page_says_the_same_in_each_language_and_a_sentence_for_each_refusal()
    {
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        string[] missing = await visitor.Page.EvaluateAsync<string[]>(
            """
            async codes => {
              const [en, zh] = (await Promise.all(['en', 'zh'].map(code => import(new URL(`js/text/words/${code}.js`, location))))).map(words => words.default);
              const keys = (words, path = '') => Object.entries(words).flatMap(([key, value]) => typeof value === 'object' ? keys(value, `${path}${key}.`) : [path + key]);
              const [inEnglish, inChinese] = [new Set(keys(en)), new Set(keys(zh))];
              return [...inEnglish.symmetricDifference(inChinese), ...codes.filter(code => !en.errors.codes[code])];
            }
            """,
            Enum.GetValues<ErrorCode>().Select(code => ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        Assert.Empty(missing);
    }

    [Fact]
    public async Task A_refusal_whose_number_is_of_a_newer_server_is_understood_by_its_class()
    {
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        string[] sent =
        [
            "HubException: 2107 Not now. [class=retryable] [retryAfterMs=2000]", "HubException: 2107 Not you. [class=permission]",
            "HubException: 2107 What? [class=bad-value]", "HubException: 1903 A server of before classes. [retryAfterMs=2000]",
        ];
        string[] understood = await visitor.Page.EvaluateAsync<string[]>(
            """
            async texts => {
              const [{ hubError, httpError }, { errorSentence }] = await Promise.all(
                ['net/errors', 'text/sentences'].map(name => import(new URL(`js/${name}.js`, location))));
              const problem = Response.json({ title: 'New', code: 2107, class: 'limit', retryAfterMs: 2000 }, { status: 429 });
              return [...texts.map(hubError), await httpError(problem)]
                .map(error => `${error.code} ${error.message} ${error.retryable} ${error.retryAfterMs}: ${errorSentence(error)}`);
            }
            """,
            sent);
        Assert.Equal(
            [
                "2107 Not now. true 2000: The server is busy. Try again in a moment. Try again in 2 s.",
                "2107 Not you. false undefined: You are not allowed to do this.",
                "2107 What? false undefined: The server refused this (number 2107). Reload the page and try again.",
                "1903 A server of before classes. false 2000: You are sending faster than the server allows. Try again in 2 s.",
                "2107 New true 2000: This is more than the server allows at once. Try again in 2 s.",
            ],
            understood);
    }

    [Fact]
    public async Task The_content_policy_lets_the_browser_run_only_our_own_files()
    {
        using HttpResponseMessage answer = await shared.Silo.Http.GetAsync("/");
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        Assert.Equal("refused", await visitor.Page.EvaluateAsync<string>(
            "() => { try { document.createElement('p').innerHTML = '<b>x</b>'; return 'done'; } catch { return 'refused'; } }"));
    }

    private static async Task OpenPanelAsync(Visitor visitor, string button, string content, string screen)
    {
        await visitor.Page.Locator(button).ClickAsync();
        await Expect(visitor.Dialog.Locator(content).First).ToBeVisibleAsync();
        await visitor.EnsureAccessibleAsync(screen);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{screen} is wider than the window.");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Dialog).ToBeHiddenAsync();
    }

    /// <summary>On a phone the list and the chat take turns.</summary>
    private static async Task LeaveChatAsync(Visitor visitor, bool phone)
    {
        if (phone)
        {
            await Expect(visitor.Page.Locator(".side")).ToBeHiddenAsync();
            await visitor.Page.Locator(".chat .back").ClickAsync();
        }

        await Expect(visitor.Page.Locator(".side")).ToBeVisibleAsync();
    }

    private static async Task TabToAsync(Visitor visitor, string selector, string key = "Tab")
    {
        for (int step = 0; step < 30; step++)
        {
            if (await visitor.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }

            await visitor.Page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{key} does not lead to {selector}.");
    }
}
