using ImOrleans.BrowserTests.Browsing;
using ImOrleans.BrowserTests.Looking;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Presence;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class HidingReceiptsTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task Receipts_are_hidden_and_shown_by_a_choice_in_the_profile_and_a_message_keeps_one_tick_meanwhile()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection reading = await bo.ConnectAsync();
        string id = await reading.Device.OpenDirectAsync(anna.UserId);
        await reading.SayAsync(id, "hello");
        await using Visitor page = await Visitor.ArriveAsync(browser, anna);
        await page.OpenAsync("Bo");
        await page.WriteAsync("first");
        await page.SeeStateAsync("first", "stored");
        await reading.ReadAsync(id, 2);
        await page.SeeStateAsync("first", "read");

        ILocator choice = await ChoiceAsync(page);
        await Expect(choice).ToHaveValueAsync(ReceiptVisibility.Everyone);
        await Expect(page.Dialog).ToContainTextAsync("If hidden, nobody sees");
        await choice.SelectOptionAsync(ReceiptVisibility.Nobody);
        await Expect(page.Page.Locator(".toast")).ToHaveTextAsync("Saved");
        Device other = await anna.SignInAsync();
        PresencePrivacy chosen = await other.Api.GetAsync<PresencePrivacy>("api/presence/privacy");
        Assert.Equal((PresenceVisibility.Everyone, ReceiptVisibility.Nobody), (chosen.VisibleTo, chosen.Receipts));

        await page.Page.Keyboard.PressAsync("Escape");
        await page.WriteAsync("second");
        await page.SeeStateAsync("second", "stored");
        await reading.ReadAsync(id, 3);
        await page.Page.ReloadAsync();
        await page.OpenAsync("Bo");
        await page.SeeStateAsync("second", "stored");

        choice = await ChoiceAsync(page);
        await Expect(choice).ToHaveValueAsync(ReceiptVisibility.Nobody);
        (await other.Api.AskAsync("PUT", "api/presence/privacy", new { receipts = ReceiptVisibility.Everyone })).EnsureDone();
        await Expect(choice).ToHaveValueAsync(ReceiptVisibility.Everyone);
        await page.Page.Keyboard.PressAsync("Escape");
        await page.WriteAsync("third");
        await page.SeeStateAsync("third", "stored");
        await reading.ReadAsync(id, 4);
        await page.SeeStateAsync("third", "read");
        await page.SeeStateAsync("second", "read");
        page.EnsureNoComplaints();
    }

    [Theory]
    [InlineData("en", ColorScheme.Light, false)]
    [InlineData("en", ColorScheme.Light, true)]
    [InlineData("en", ColorScheme.Dark, false)]
    [InlineData("en", ColorScheme.Dark, true)]
    [InlineData("zh-CN", ColorScheme.Light, true)]
    [InlineData("zh-CN", ColorScheme.Dark, false)]
    public async Task The_choice_and_what_it_does_can_be_read(string locale, ColorScheme colours, bool phone)
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Visitor page = await Visitor.ArriveAsync(browser, anna, new()
        {
            Locale = locale,
            ColorScheme = colours,
            ViewportSize = phone ? new() { Width = 375, Height = 740 } : new() { Width = 1280, Height = 800 },
        });
        await page.Page.Locator(".me").ClickAsync();
        ILocator hint = page.Dialog.Locator("small").Filter(new() { HasText = locale == "en" ? "If hidden" : "隐藏后" });
        await hint.ScrollIntoViewIfNeededAsync();
        await Expect(hint).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.EnsureAccessibleAsync("receipts");
        if (Environment.GetEnvironmentVariable("IM_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"receipts-{locale}-{colours}-{(phone ? "phone" : "desktop")}.png") });
        }
    }

    private static async Task<ILocator> ChoiceAsync(Visitor page)
    {
        await page.Page.Locator(".me").ClickAsync();
        return page.Dialog.Locator("label").Filter(new() { HasText = "Read receipts" }).Locator("select");
    }
}
