using Microsoft.Playwright;

namespace ImOrleans.BrowserTests.Browsing;

/// <summary>One finger on a touch screen, by the protocol of the developer tools: the driver itself can only tap.</summary>
public sealed class Finger
{
    private const int Steps = 10;

    private readonly ICDPSession devtools;
    private (float X, float Y) place;

    private Finger(ICDPSession devtools) => this.devtools = devtools;

    /// <summary>Comes down in the middle of an element, or nearer to its upper edge.</summary>
    /// <param name="below">The distance from the upper edge in pixels; half the height when absent.</param>
    public static async Task<Finger> PressAsync(ILocator element, float? below = null)
    {
        LocatorBoundingBoxResult box = await element.BoundingBoxAsync() ?? throw new InvalidOperationException("The element is not on the screen.");
        Finger finger = new(await element.Page.Context.NewCDPSessionAsync(element.Page)) { place = (box.X + box.Width / 2, box.Y + (below ?? box.Height / 2)) };
        await finger.SendAsync("touchStart");
        return finger;
    }

    public async Task MoveDownAsync(float pixels)
    {
        for (int step = 0; step < Steps; step++)
        {
            place.Y += pixels / Steps;
            await SendAsync("touchMove");
        }
    }

    public Task LiftAsync() => devtools.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });

    private async Task SendAsync(string type) => await devtools.SendAsync(
        "Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = new[] { new { x = place.X, y = place.Y } } });
}
