using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using ImOrleans.BrowserTests.Browsing;
using Xunit;

namespace ImOrleans.BrowserTests.Looking;

/// <summary>
/// The rules of WCAG 2.2 AA that a machine can check, by axe-core, and one more that axe-core does not know: text that people wrote has a
/// direction of its own.
/// </summary>
internal static class AccessRules
{
    private const string WithoutDirection =
        """
        () => [...document.querySelectorAll('.text, .title, .line:not(.person .line, .panel-list .line), #chat-title, textarea')]
          .filter(node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && node.dir === '')
          .map(node => `<${node.localName} class="${node.className}"> "${node.textContent.trim().slice(0, 40)}" has no direction of its own`)
        """;

    /// <summary>The most of a window that shows the list of conversations alone, which is navigation and nothing else.</summary>
    private const int WidestPhone = 700;

    public static async Task EnsureAccessibleAsync(this Visitor visitor, string screen)
    {
        // An element that still fades in does not have its final colours yet.
        await visitor.Page.EvaluateAsync("() => document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity).forEach(moving => moving.finish())");
        AxeResult result = await visitor.Page.RunAxe(new AxeRunOptions
        {
            RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
            Rules = new() { ["landmark-one-main"] = new() { Enabled = visitor.Page.ViewportSize!.Width > WidestPhone } },
        });
        string[] broken =
        [
            .. result.Violations.Concat(result.Incomplete.Where(rule => rule.Id == "color-contrast")).SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}: {node.Html}")),
            .. await visitor.Page.EvaluateAsync<string[]>(WithoutDirection),
        ];
        Assert.True(result.Passes.Length > 0 && broken.Length == 0, $"{screen}:{Environment.NewLine}{string.Join(Environment.NewLine, broken)}");
    }
}
