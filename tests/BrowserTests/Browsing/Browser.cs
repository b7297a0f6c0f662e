using ImOrleans.BrowserTests.Browsing;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ImOrleans.BrowserTests.Browsing;

/// <summary>The one Chromium of all tests, that of the system. Each visitor has a profile of their own in it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? chromium;

    private IBrowser Chromium => chromium ?? throw new InvalidOperationException("The browser is not running.");

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Visitor.PatienceMs);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // Windows and Linux have them, and they take room.
            IgnoreDefaultArgs = ["--hide-scrollbars"],
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <param name="look">Size, language and colours; a desktop in English when absent.</param>
    public async Task<IBrowserContext> NewProfileAsync(BrowserNewContextOptions? look = null)
    {
        look ??= new BrowserNewContextOptions();
        look.Locale ??= "en-GB";
        look.ViewportSize ??= new ViewportSize { Width = 1200, Height = 800 };
        return await Chromium.NewContextAsync(look);
    }

    public async ValueTask DisposeAsync()
    {
        await (chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
    }
}
