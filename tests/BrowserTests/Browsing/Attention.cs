using Microsoft.Playwright;

namespace ImOrleans.BrowserTests.Browsing;

/// <summary>Whether the page is visible and has the focus, and how it asks for attention.</summary>
public static class Attention
{
    /// <summary>The browser lets the page notify; <paramref name="script"/> runs before the page does, from the next visit on.</summary>
    public static async Task AllowNotificationsAsync(this Visitor visitor, string script)
    {
        await visitor.Page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = new Uri(visitor.Page.Url).GetLeftPart(UriPartial.Authority) });
        await visitor.Page.AddInitScriptAsync(script);
        await visitor.Page.ReloadAsync();
    }

    /// <summary>
    /// Clicks on the notification of this conversation. Answers what came in front, because only the click of a hand lets a page do that.
    /// </summary>
    public static Task<string[]> ClickNotificationAsync(this Visitor visitor, string conversationId) => visitor.Page.EvaluateInWorkerAsync<string[]>(
        $$"""
        (async () => {
          const [notification] = await registration.getNotifications({ tag: '{{conversationId}}' });
          const event = new NotificationEvent('notificationclick', { notification });
          const inFront = [];
          WindowClient.prototype.focus = async function () { inFront.push(this.url); };
          clients.openWindow = async url => inFront.push(url);
          const { promise, resolve } = Promise.withResolvers();
          event.waitUntil = resolve;
          dispatchEvent(event);
          await promise;
          return inFront;
        })()
        """);

    /// <summary>Another tab comes in front and has the focus.</summary>
    public static async Task LookAwayAsync(this Visitor visitor)
    {
        // By default the driver reports the focus for every page.
        ICDPSession devtools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await devtools.SendAsync("Emulation.setFocusEmulationEnabled", new() { ["enabled"] = false });
        await visitor.Page.EvaluateAsync("() => { open('about:blank', '_blank', 'noopener'); }");
        await visitor.WaitForAsync("() => !document.hasFocus()", null, "() => ['the page still has the focus']");
    }

    /// <summary>The events of a tab that goes behind another. A window without a screen never sends them by itself.</summary>
    public static Task HideAsync(this Visitor visitor, bool hidden) => visitor.Page.EvaluateAsync(
        """
        hidden => {
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        hidden);
}
