using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

/// <summary>A list is one tab stop, however long it is; arrow keys walk through it.</summary>
public sealed class WalkingTests(SharedSilo shared, Browser browser)
{
    private const int Groups = 12;

    /// <summary>The elements that Tab reaches within those of a selector, in their order.</summary>
    private const string TabStops =
        """
        selector => [...document.querySelectorAll(selector)]
          .flatMap(list => [...list.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')])
          .filter(node => node.tabIndex >= 0 && node.checkVisibility())
          .map(node => node.textContent.slice(0, 40))
        """;

    [Fact]
    public async Task Conversations_messages_members_and_devices_are_one_tab_stop_each_and_arrow_keys_walk_through_them()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        Person[] others = [.. await Task.WhenAll(Enumerable.Range(1, 3).Select(number => Person.RegisterAsync(shared.Silo, $"Lin {number}")))];
        Device device = await anna.SignInAsync();
        for (int number = 1; number <= Groups; number++)
        {
            await device.CreateGroupAsync($"Group {number}", [bo.UserId, .. others.Select(other => other.UserId)]);
        }

        GroupReply group = await device.CreateGroupAsync("Readers", [bo.UserId, .. others.Select(other => other.UserId)]);
        await using Connection writing = await bo.ConnectAsync();
        foreach (int[] numbers in Enumerable.Range(1, 90).Chunk(30))
        {
            await writing.SendAsync(group.ConversationId, [.. numbers.Select(number => Drafts.Text($"see https://example.org/{number}"))]);
        }

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        IKeyboard keyboard = visitor.Page.Keyboard;
        await Expect(visitor.Conversations).ToHaveCountAsync(Groups + 1);
        Assert.Single(await StopsAsync(visitor, ".list"));
        await visitor.Conversations.First.FocusAsync();
        await keyboard.PressAsync("End");
        await Expect(visitor.Conversations.Last).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowUp");
        await keyboard.PressAsync("ArrowUp");
        await Expect(visitor.Conversations.Nth(Groups - 2)).ToBeFocusedAsync();
        Assert.StartsWith("G", Assert.Single(await StopsAsync(visitor, ".list")), StringComparison.Ordinal);
        await keyboard.PressAsync("Home");
        await keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync("Readers");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" }).ClickAsync();
        await visitor.SeeAsync("see https://example.org/90");
        // The message that Tab reaches, and the link in it.
        string[] stops = await StopsAsync(visitor, ".scroller");
        Assert.Equal(2, stops.Length);
        Assert.Equal("https://example.org/90", stops[1]);
        await visitor.Page.Locator(".jump.first-new").FocusAsync();
        await keyboard.PressAsync("Shift+Tab");
        await keyboard.PressAsync("Shift+Tab");
        await ExpectFocusAsync(visitor, "https://example.org/90");
        for (int step = 0; step < 40; step++)
        {
            await keyboard.PressAsync("ArrowUp");
        }

        await ExpectFocusAsync(visitor, "https://example.org/50");
        await Expect(visitor.Page.Locator(".row:focus")).ToBeInViewportAsync();
        await keyboard.PressAsync("Tab");
        await Expect(visitor.Page.Locator("a:focus")).ToHaveTextAsync("https://example.org/50");
        await keyboard.PressAsync("ArrowDown");
        await ExpectFocusAsync(visitor, "https://example.org/51");
        await keyboard.PressAsync("Home");
        await Expect(visitor.Page.Locator(".row:focus")).ToContainTextAsync("created the group");
        await keyboard.PressAsync("End");
        await ExpectFocusAsync(visitor, "https://example.org/90");
        await Expect(visitor.Page.Locator(".newest")).ToBeHiddenAsync();

        await visitor.Page.Locator("button.members").ClickAsync();
        await Expect(visitor.Dialog.Locator(".panel-list li")).ToHaveCountAsync(5);
        Assert.Single(await StopsAsync(visitor, "dialog .panel-list"));
        await visitor.Dialog.Locator(".panel-list button").First.FocusAsync();
        await keyboard.PressAsync("End");
        await Expect(visitor.Dialog.Locator(".panel-list button").Last).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");

        await anna.SignInAsync();
        await visitor.Page.Locator("button.devices").ClickAsync();
        await Expect(visitor.Dialog.Locator(".panel-list button")).ToHaveCountAsync(2);
        Assert.Single(await StopsAsync(visitor, "dialog .panel-list"));
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task Found_people_are_walked_through_from_the_search()
    {
        string name = $"Lin{Person.Name()[20..]}";
        Person[] found = [.. await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => Person.RegisterAsync(shared.Silo, name)))];
        await using Visitor visitor = await Visitor.ArriveAsync(browser, found[0]);
        ILocator search = visitor.Page.Locator(".side input[type=search]");
        ILocator people = visitor.Page.Locator(".side .person");
        await search.FillAsync(name);
        await Expect(people).ToHaveCountAsync(found.Length);
        Assert.Single(await StopsAsync(visitor, ".side .found"));
        await search.PressAsync("ArrowDown");
        await Expect(people.First).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("End");
        await Expect(people.Last).ToBeFocusedAsync();
        Assert.Single(await StopsAsync(visitor, ".side .found"));
        visitor.EnsureNoComplaints();
    }

    private static Task<string[]> StopsAsync(Visitor visitor, string selector) => visitor.Page.EvaluateAsync<string[]>(TabStops, selector);

    private static Task ExpectFocusAsync(Visitor visitor, string text) => Expect(visitor.Page.Locator(".row:focus .text")).ToContainTextAsync(text);
}
