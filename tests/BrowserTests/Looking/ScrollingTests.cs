using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

public sealed class ScrollingTests(SharedSilo shared, Browser browser)
{
    private const int Messages = 10_000;

    /// <summary>
    /// Scrolls up by half a view a frame for a while; answers the row that was at the top before and after each step, and the most
    /// elements.
    /// </summary>
    private const string ScrollUp =
        """
        async steps => {
          const scroller = document.querySelector('.scroller');
          const frame = () => new Promise(requestAnimationFrame);
          const tops = () => new Map([...document.querySelectorAll('.rows .text')].map(node => [node.textContent, node.getBoundingClientRect().top]));
          let jumps = 0, rows = 0;
          for (let step = 0; step < steps; step++) {
            const before = tops();
            const from = scroller.scrollTop;
            scroller.scrollTop -= scroller.clientHeight / 2;
            const moved = from - scroller.scrollTop;
            await frame();
            await frame();
            const shown = [...tops()].find(([text, top]) => before.has(text) && before.get(text) > 100 && top < innerHeight);
            jumps += shown && Math.abs(shown[1] - before.get(shown[0]) - moved) > 3 ? 1 : 0;
            rows = Math.max(rows, document.querySelectorAll('.rows .row').length);
          }
          return { jumps, rows, entries: document.querySelector('.rows .row').ariaSetSize * 1 };
        }
        """;

    [Fact]
    public async Task Ten_thousand_messages_scroll_without_a_jump_through_a_window_of_few_elements()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        Device[] devices = [await anna.SignInAsync(), await bo.SignInAsync()];
        string conversation = await devices[0].OpenDirectAsync(bo.UserId);
        MessageDraft[] drafts = [.. Enumerable.Range(1, Messages).Select(number => Drafts.Text($"message {number} {(number % 7 == 0 ? new string('x', 400) : "")}"))];
        foreach ((int turn, MessageDraft[] chunk) in drafts.Chunk(32).Index())
        {
            await devices[turn % 2].Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = chunk });
        }

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync($"message {Messages}");
        Scrolled scrolled = await visitor.Page.EvaluateAsync<Scrolled>(ScrollUp, 200);
        Assert.Equal(0, scrolled.Jumps);
        Assert.InRange(scrolled.Rows, 10, 150);
        Assert.InRange(scrolled.Entries, 500, Messages);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" }).ClickAsync();
        await visitor.SeeAsync($"message {Messages}");
        visitor.EnsureNoComplaints();
    }

    /// <summary>
    /// Stands still near the top until older messages have come, and answers by how many pixels what one was reading has moved.
    /// </summary>
    private const string StandStill =
        """
        async () => {
          const scroller = document.querySelector('.scroller');
          const size = () => Number(document.querySelector('.rows .row').ariaSetSize);
          const frame = () => new Promise(requestAnimationFrame);
          const topOf = text => [...document.querySelectorAll('.rows .text')].find(node => node.textContent === text)?.getBoundingClientRect().top ?? 9999;
          const before = size();
          const deadline = performance.now() + 15000;
          let read;
          let top;
          while (size() === before && performance.now() < deadline) {
            // Near enough to load. A row that is higher than the guess pushes the view down again.
            if (scroller.scrollTop > 1150) {
              scroller.scrollTop = 1100;
              await frame();
            }
            read = [...document.querySelectorAll('.rows .text')].find(node => node.getBoundingClientRect().top > 150).textContent;
            top = topOf(read);
            await frame();
          }
          await frame();
          return { came: size() - before, moved: topOf(read) - top };
        }
        """;

    [Fact]
    public async Task Older_messages_come_in_above_what_one_reads_without_moving_it_by_a_pixel()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        Device device = await bo.SignInAsync();
        string conversation = await device.OpenDirectAsync(anna.UserId);
        MessageDraft[] drafts = [.. Enumerable.Range(1, 1500).Select(number => Drafts.Text($"message {number} {(number % 3 == 0 ? new string('x', number % 500) : "")}"))];
        foreach (MessageDraft[] chunk in drafts.Chunk(32))
        {
            await device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = chunk });
        }

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await Expect(visitor.Page.Locator(".unread-mark")).ToBeInViewportAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" }).ClickAsync();
        await visitor.SeeAsync("message 1500");
        for (int round = 0; round < 3; round++)
        {
            StoodStill stood = await visitor.Page.EvaluateAsync<StoodStill>(StandStill);
            Assert.InRange(stood.Came, 1, 100);
            Assert.InRange(Math.Abs(stood.Moved), 0, 0.99);
        }

        visitor.EnsureNoComplaints();
    }

    private sealed record StoodStill
    {
        public int Came { get; init; }

        public double Moved { get; init; }
    }

    private sealed record Scrolled
    {
        public int Jumps { get; init; }

        public int Rows { get; init; }

        public int Entries { get; init; }
    }
}
