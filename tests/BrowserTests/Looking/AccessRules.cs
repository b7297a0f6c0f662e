using ImOrleans.BrowserTests.Browsing;
using Xunit;

namespace ImOrleans.BrowserTests.Looking;

/// <summary>What WCAG 2.2 AA asks and a machine can see: names, languages, contrast, sizes to hit.</summary>
internal static class AccessRules
{
    /// <summary>Answers a sentence for each rule that an element on the screen breaks.</summary>
    private const string Check =
        """
        () => {
          const visible = node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && node.getBoundingClientRect().width > 1;
          const modal = document.querySelector('dialog[open]');
          const all = [...(modal ?? document.body).querySelectorAll('*')].filter(visible);
          const what = node => `<${node.localName} class="${node.className}"> "${(node.textContent ?? '').trim().slice(0, 40)}"`;
          const broken = [];
          const rule = (holds, node, says) => holds || broken.push(`${what(node)}: ${says}`);

          const named = node => node.ariaLabel || node.getAttribute('aria-labelledby')?.split(' ').map(id => document.getElementById(id)?.textContent).join('')
            || [...(node.labels ?? [])].map(label => label.textContent.trim()).join('') || (node.matches('input, textarea, select') ? '' : node.textContent.trim()) || node.alt;
          for (const node of all.filter(node => node.matches('button, a, input, textarea, select, [role=img], [role=region], nav, dialog'))) {
            rule(named(node), node, 'has no name');
          }
          all.filter(node => node.matches('img')).forEach(node => rule(node.hasAttribute('alt'), node, 'has no alt'));
          for (const node of all.filter(node => node.matches('button, input, select, textarea') && !node.matches('.link'))) {
            const { width, height } = node.getBoundingClientRect();
            rule(width >= 24 && height >= 24, node, `is ${width} x ${height}, too small to hit`);
          }

          const parse = colour => {
            const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
            return { rgb: [r, g, b], a };
          };
          const behind = node => {
            const layers = [];
            for (let place = node; place; place = place.parentElement) {
              const layer = parse(getComputedStyle(place).backgroundColor);
              layers.push(layer);
              if (layer.a === 1) {
                break;
              }
            }
            return layers.reduceRight((below, { rgb, a }) => rgb.map((value, i) => value * a + below[i] * (1 - a)), [255, 255, 255]);
          };
          const light = rgb => rgb.map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
          for (const node of all.filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))) {
            const { color, fontSize, fontWeight } = getComputedStyle(node);
            const pair = [light(parse(color).rgb), light(behind(node))].sort((a, b) => b - a);
            const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
            const large = parseFloat(fontSize) >= 24 || parseFloat(fontSize) >= 18.66 && fontWeight >= 700;
            rule(contrast >= (large ? 3 : 4.5), node, `has a contrast of ${contrast.toFixed(2)}`);
          }

          const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
          ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => broken.push(`two elements have the id ${id}`));
          all.filter(node => node.matches('.text, .title, .line:not(.person .line, .panel-list .line), #chat-title, textarea') && node.dir === '')
            .forEach(node => broken.push(`${what(node)}: what people wrote needs a direction of its own`));
          if (!['en', 'zh'].includes(document.documentElement.lang)) {
            broken.push('the page does not say its language');
          }
          return broken;
        }
        """;

    public static async Task EnsureAccessibleAsync(this Visitor visitor, string screen)
    {
        string[] broken = await visitor.Page.EvaluateAsync<string[]>(Check);
        Assert.True(broken.Length == 0, $"{screen}:{Environment.NewLine}{string.Join(Environment.NewLine, broken)}");
    }
}
