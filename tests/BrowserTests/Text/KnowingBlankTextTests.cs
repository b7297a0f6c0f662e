using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.BrowserTests.Text;

public sealed class KnowingBlankTextTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task Text_that_shows_nothing_is_recognised_by_the_rule_of_the_server()
    {
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        string[] visible = await visitor.Page.EvaluateAsync<string[]>(
            """
            async names => {
              const { isVisible } = await import(new URL('js/text/clean.js', location));
              return names.filter(isVisible);
            }
            """,
            (string[])[.. Names.Blank, .. Names.Visible]);
        Assert.Equal(Names.Visible, visible);
    }
}
