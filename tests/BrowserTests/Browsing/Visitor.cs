using System.Collections.Concurrent;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Browsing;

/// <summary>A person in front of the page.</summary>
public sealed class Visitor : IAsyncDisposable
{
    public const float PatienceMs = 30_000;

    private const string IsKept =
        """
        async text => {
          const answer = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
          const name = (await indexedDB.databases()).map(({ name }) => name).find(name => name.startsWith('im.'));
          const database = await answer(indexedDB.open(name));
          const kept = await answer(database.transaction('conversations').objectStore('conversations').getAll());
          database.close();
          const files = performance.getEntriesByType('resource').map(({ name }) => name).filter(name => name.endsWith('.js') && !name.endsWith('sw.js'));
          const cached = await Promise.all([location.origin + '/', ...files].map(url => caches.match(url)));
          return cached.every(Boolean) && kept.some(({ entries }) => entries.some(({ content }) => content.text === text));
        }
        """;

    private readonly SiloProcess silo;
    private readonly IBrowserContext profile;
    /// <summary>The errors and warnings in the browser's console, and each uncaught exception.</summary>
    private readonly ConcurrentQueue<string> complaints = new();

    private Visitor(SiloProcess silo, IBrowserContext profile, IPage page)
    {
        this.silo = silo;
        this.profile = profile;
        Page = page;
        page.SetDefaultTimeout(PatienceMs);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>The messages on the screen, oldest first.</summary>
    public ILocator Messages => Page.Locator(".rows .text");

    public ILocator Notices => Page.Locator(".rows .notice");

    public ILocator Conversations => Page.Locator(".list .entry");

    public ILocator Banner => Page.Locator(".banner");

    public ILocator Draft => Page.Locator("textarea");

    public ILocator Dialog => Page.Locator("dialog[open]").Last;

    /// <summary>In front of an empty page of a new profile.</summary>
    public static async Task<Visitor> LandAsync(Browser browser, SiloProcess silo, BrowserNewContextOptions? look = null)
    {
        IBrowserContext profile = await browser.NewProfileAsync(look);
        return new Visitor(silo, profile, await profile.NewPageAsync());
    }

    /// <summary>In front of the page, not signed in.</summary>
    public static async Task<Visitor> ArriveAsync(Browser browser, SiloProcess silo, BrowserNewContextOptions? look = null)
    {
        Visitor visitor = await LandAsync(browser, silo, look);
        await visitor.Page.GotoAsync(silo.Address.AbsoluteUri);
        return visitor;
    }

    /// <summary>Signed in.</summary>
    public static async Task<Visitor> ArriveAsync(Browser browser, Person person, BrowserNewContextOptions? look = null)
    {
        Visitor visitor = await ArriveAsync(browser, person.Silo, look);
        await visitor.SignInAsync(person.Username);
        return visitor;
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Visitor> NewTabAsync()
    {
        Visitor tab = new(silo, profile, await profile.NewPageAsync());
        await tab.Page.GotoAsync(silo.Address.AbsoluteUri);
        return tab;
    }

    public async Task SignInAsync(string username)
    {
        await Page.Locator("[name=username]").FillAsync(username);
        await Page.Locator("[name=password]").FillAsync(Person.Password);
        await Page.Locator("[name=password]").PressAsync("Enter");
        await Expect(Page.Locator(".app")).ToBeVisibleAsync();
    }

    /// <summary>Opens the chat with this person by looking for the username.</summary>
    public async Task FindAsync(Person person)
    {
        await Page.Locator(".side input[type=search]").FillAsync(person.Username);
        await Page.Locator(".side .person").ClickAsync();
        await Expect(Draft).ToBeVisibleAsync();
    }

    /// <summary>Opens a conversation of the list.</summary>
    public async Task OpenAsync(string title)
    {
        await Conversations.Filter(new() { Has = Page.Locator(".title").GetByText(title, new() { Exact = true }) }).ClickAsync();
        await Expect(Page.Locator("#chat-title")).ToHaveTextAsync(title);
    }

    public async Task WriteAsync(string text)
    {
        await Draft.FillAsync(text);
        await Draft.PressAsync("Enter");
    }

    /// <summary>Waits until a message that says this, or ends in it, is on the screen.</summary>
    public Task SeeAsync(string text) => Expect(Messages.GetByText(text, new() { Exact = true }).Or(Messages.Filter(new() { HasText = text })).Last)
        .ToBeInViewportAsync();

    /// <summary>Waits until one's own message shows this: sending, stored, delivered, read, failed.</summary>
    public Task SeeStateAsync(string text, string state) => Expect(Page.Locator($".row.own.{state}").Filter(new() { HasText = text }))
        .ToBeVisibleAsync();

    /// <summary>Waits until the page, and this message with it, opens without a server.</summary>
    public async Task KeepForOfflineAsync(string text)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(PatienceMs));
        while (!await Page.EvaluateAsync<bool>(IsKept, text))
        {
            Assert.False(deadline.IsCancellationRequested, $"The page did not keep itself and \"{text}\" for reading offline within {PatienceMs} ms.");
        }
    }

    /// <summary>Waits until the page answers true. <paramref name="what"/> answers, when it never does, what there is instead.</summary>
    public async Task WaitForAsync(string condition, object? argument, string what)
    {
        try
        {
            await Page.WaitForFunctionAsync(condition, argument);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not come true within {PatienceMs} ms. There is: {string.Join(", ", await Page.EvaluateAsync<string[]>(what))}");
        }
    }

    /// <summary>Returns the complaints so far and clears them.</summary>
    public string[] TakeComplaints()
    {
        string[] taken = [.. complaints];
        complaints.Clear();
        return taken;
    }

    public void EnsureNoComplaints() => Assert.Empty(complaints);

    public async ValueTask DisposeAsync() => await profile.DisposeAsync();
}
