using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class ComposingTests(SharedSilo shared, Browser browser)
{
    /// <summary>Text composed by an input method. Chromium sends the Enter that ends it before the end of the composition, Safari after it and with the code of input methods.</summary>
    private const string Compose =
        """
        (input, { text, safari }) => {
          const enter = init => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...init }));
          input.focus();
          input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
          input.value += text;
          input.dispatchEvent(new InputEvent('input', { data: text, inputType: 'insertCompositionText', isComposing: true, bubbles: true }));
          const ends = () => input.dispatchEvent(new CompositionEvent('compositionend', { data: text, bubbles: true }));
          if (safari) {
            ends();
            return enter({ keyCode: 229 });
          }
          const free = enter({ keyCode: 229, isComposing: true });
          ends();
          return free;
        }
        """;

    [Fact]
    public async Task Enter_ends_a_composition_and_sends_or_picks_only_after_it_and_makes_a_line_on_a_phone()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        ILocator search = visitor.Page.Locator(".side input[type=search]");
        foreach (bool safari in (bool[])[false, true])
        {
            await search.FillAsync(bo.Username);
            await Expect(visitor.Page.Locator(".side .person")).ToHaveCountAsync(1);
            Assert.True(await search.EvaluateAsync<bool>(Compose, new { text = "", safari }), "The search keeps Enter from the input method.");
            await Expect(search).ToHaveValueAsync(bo.Username);
        }

        await search.PressAsync("Enter");
        await Expect(visitor.Draft).ToBeFocusedAsync();
        await Expect(visitor.Draft).ToHaveAttributeAsync("enterkeyhint", "send");
        foreach (bool safari in (bool[])[false, true])
        {
            Assert.True(await visitor.Draft.EvaluateAsync<bool>(Compose, new { text = "你好", safari }), "The composer keeps Enter from the input method.");
        }

        await Expect(visitor.Draft).ToHaveValueAsync("你好你好");
        await visitor.Draft.PressAsync("Enter");
        await visitor.SeeStateAsync("你好你好", "stored");
        await Expect(visitor.Messages).ToHaveCountAsync(1);

        await using Visitor phone = await Visitor.ArriveAsync(browser, bo, new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        await phone.OpenAsync("Anna");
        await Expect(phone.Draft).ToHaveAttributeAsync("enterkeyhint", "enter");
        await phone.Draft.FillAsync("one");
        await phone.Draft.PressAsync("Enter");
        await phone.Draft.PressSequentiallyAsync("two");
        await phone.Page.Locator(".send").ClickAsync();
        await Expect(phone.Messages.Last).ToHaveTextAsync("one\ntwo");
        await phone.Draft.FillAsync("three");
        await phone.Draft.PressAsync("Control+Enter");
        await Expect(phone.Messages.Last).ToHaveTextAsync("three");
        phone.EnsureNoComplaints();
        visitor.EnsureNoComplaints();
    }
}
