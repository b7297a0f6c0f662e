using System.Globalization;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

public sealed class OpeningAtUnreadTests(SharedSilo shared, Browser browser)
{
    private const int Read = 60;
    private const int Written = 660;

    /// <summary>
    /// Scrolls down by half a view at a time until the last message is in sight. Answers the numbers of all messages that came into sight.
    /// </summary>
    private const string ScrollDown =
        """
        async last => {
          const scroller = document.querySelector('.scroller');
          const seen = new Set();
          const deadline = performance.now() + 20000;
          const numberOf = node => parseInt(node.textContent.split(' ')[1]);
          const isInSight = node => numberOf(node) === last && node.getBoundingClientRect().bottom <= scroller.getBoundingClientRect().bottom;
          while (![...document.querySelectorAll('.rows .text')].some(isInSight) && performance.now() < deadline) {
            [...document.querySelectorAll('.rows .text')].forEach(node => seen.add(numberOf(node)));
            scroller.scrollTop += scroller.clientHeight / 2;
            await new Promise(requestAnimationFrame);
          }
          [...document.querySelectorAll('.rows .text')].forEach(node => seen.add(numberOf(node)));
          return [...seen];
        }
        """;

    [Fact]
    public async Task Many_unread_messages_open_at_the_first_are_read_as_they_are_seen_and_can_be_jumped_over_and_back()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        Device[] devices = [await anna.SignInAsync(), await bo.SignInAsync()];
        string conversation = await devices[1].OpenDirectAsync(anna.UserId);
        foreach (int[] numbers in Enumerable.Range(1, Written).Chunk(30))
        {
            await devices[1].Api.PostAsync(
                $"api/conversations/{conversation}/messages", new SendRequest { Drafts = [.. numbers.Select(number => Drafts.Text($"message {number}"))] });
        }

        await using Connection reading = await devices[0].ConnectAsync();
        await reading.ReadAsync(conversation, Read);

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        ILocator badge = visitor.Conversations.Locator(".badge > [aria-hidden]");
        await Expect(badge).ToHaveTextAsync($"{Written - Read}");
        await visitor.OpenAsync("Bo");
        await Expect(visitor.Page.Locator(".unread-mark")).ToBeInViewportAsync();
        await Expect(visitor.Page.Locator(".row:has(.unread-mark) .text")).ToHaveTextAsync($"message {Read + 1}");
        await Expect(badge).Not.ToHaveTextAsync($"{Written - Read}");
        int unread = int.Parse(await badge.TextContentAsync() ?? "", CultureInfo.InvariantCulture);
        Assert.InRange(unread, Written - Read - 30, Written - Read - 5);
        int lastSeen = Written - unread;
        await reading.ReceivesAsync<ReadMoved>(moved => moved.ConversationId == conversation && moved.Seq == lastSeen);

        ILocator toNewest = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" });
        ILocator back = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Back to the first unread message" });
        await Expect(back).ToBeHiddenAsync();
        await toNewest.ClickAsync();
        await visitor.SeeAsync($"message {Written}");
        await Expect(badge).ToBeHiddenAsync();
        await back.ClickAsync();
        await visitor.SeeAsync($"message {lastSeen + 1}");
        await Expect(back).ToBeHiddenAsync();
        await Expect(toNewest).ToBeVisibleAsync();

        int[] seen = await visitor.Page.EvaluateAsync<int[]>(ScrollDown, Written);
        Assert.Equal(Enumerable.Range(lastSeen + 1, Written - lastSeen), seen.Order().Where(number => number > lastSeen));
        await Expect(toNewest).ToBeHiddenAsync();

        // The older ones are part of the same list by now, and what comes is shown behind it.
        await devices[1].Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = [Drafts.Text("and one more")] });
        await visitor.SeeAsync("and one more");
        visitor.EnsureNoComplaints();
    }
}
