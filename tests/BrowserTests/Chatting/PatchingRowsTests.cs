using ImOrleans.BrowserTests.Browsing;
using ImOrleans.BrowserTests.Looking;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

/// <summary>A row is made once and patched: changes around a reader keep selection, focus and open menus.</summary>
public sealed class PatchingRowsTests(SharedSilo shared, Browser browser)
{
    /// <summary>More than are drawn at a time, so that the rows drawn change with each message that arrives.</summary>
    private const int Held = 150;

    /// <summary>
    /// Selects from the text of the last message but one to the time of the last, and focuses a button or link in the last.
    /// </summary>
    private const string Hold =
        """
        () => {
          const [from, to] = [...document.querySelectorAll('.rows .row')].slice(-2);
          to.querySelector('button, a').focus();
          getSelection().setBaseAndExtent(from.querySelector('.text').firstChild, 0, to.querySelector('time').firstChild, 2);
          window.held = [to, ...to.querySelectorAll('*')];
          window.focused = document.activeElement;
        }
        """;

    private const string Selected = "() => getSelection().toString()";

    /// <summary>The elements that were replaced, and a focus that moved.</summary>
    private const string Lost =
        """
        () => [
          ...window.held.filter(node => !node.isConnected).map(({ localName, className }) => `<${localName} class="${className}"> was made anew`),
          ...(document.activeElement === window.focused ? [] : [`the focus is on <${document.activeElement.localName} class="${document.activeElement.className}">`]),
        ]
        """;

    [Fact]
    public async Task A_tick_takes_neither_selection_nor_focus_from_the_message()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection reading = await bo.ConnectAsync();
        string conversation = await reading.Device.OpenDirectAsync(anna.UserId);
        await reading.SayAsync(conversation, "ticks are shown after the first reply");
        await using Connection writing = await anna.ConnectAsync();
        string folded = string.Join('\n', Enumerable.Range(1, 40).Select(number => $"line {number}"));
        SendReceipt[] receipts = await writing.SendAsync(conversation, Drafts.Text("before it"), Drafts.Text(folded));
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.SeeStateAsync("line 40", "stored");
        await visitor.Page.EvaluateAsync(Hold);
        string selected = await visitor.Page.EvaluateAsync<string>(Selected);
        Assert.Contains("before it", selected, StringComparison.Ordinal);
        Assert.Contains("line 40", selected, StringComparison.Ordinal);

        await reading.DeliveredAsync(conversation, receipts[^1].Seq);
        await visitor.SeeStateAsync("line 40", "delivered");
        await reading.ReadAsync(conversation, receipts[^1].Seq);
        await visitor.SeeStateAsync("line 40", "read");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Lost));
        Assert.Equal(selected, await visitor.Page.EvaluateAsync<string>(Selected));
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task Messages_that_arrive_at_the_end_take_neither_selection_nor_focus_from_those_before()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection writing = await bo.ConnectAsync();
        string conversation = await writing.Device.OpenDirectAsync(anna.UserId);
        foreach (MessageDraft[] chunk in Drafts.Numbered(Held).Append(Drafts.Text("see https://example.org/")).Chunk(32))
        {
            await writing.SendAsync(conversation, chunk);
        }

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" }).ClickAsync();
        await visitor.SeeAsync("see https://example.org/");
        await visitor.Page.EvaluateAsync(Hold);
        string selected = await visitor.Page.EvaluateAsync<string>(Selected);
        Assert.Contains($"message {Held}", selected, StringComparison.Ordinal);

        for (int number = 1; number <= 8; number++)
        {
            await writing.SayAsync(conversation, $"and {number}");
            await visitor.SeeAsync($"and {number}");
        }

        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Lost));
        Assert.Equal(selected, await visitor.Page.EvaluateAsync<string>(Selected));
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_menu_stays_open_while_its_message_changes_and_copies_the_text()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection reading = await bo.ConnectAsync();
        string conversation = await reading.Device.OpenDirectAsync(anna.UserId);
        await reading.SayAsync(conversation, "ticks are shown after the first reply");
        await using Connection writing = await anna.ConnectAsync();
        SendReceipt receipt = await writing.SayAsync(conversation, "copy me");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.OpenAsync("Bo");
        await visitor.SeeStateAsync("copy me", "stored");
        await visitor.Page.Locator(".rows .row.own").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        ILocator copy = visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Copy" });
        await Expect(copy).ToBeFocusedAsync();
        await visitor.EnsureAccessibleAsync("menu of a message");

        await reading.ReadAsync(conversation, receipt.Seq);
        await visitor.SeeStateAsync("copy me", "read");
        await Expect(copy).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(copy).ToHaveCountAsync(0);
        Assert.Equal("copy me", await visitor.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await Expect(visitor.Page.Locator(".rows .row.own")).ToBeFocusedAsync();

        // By hand, and closed by a press elsewhere.
        await visitor.Messages.First.ClickAsync(new() { Button = MouseButton.Right });
        await Expect(copy).ToBeVisibleAsync();
        await visitor.Draft.ClickAsync();
        await Expect(copy).ToHaveCountAsync(0);
        visitor.EnsureNoComplaints();
    }
}
