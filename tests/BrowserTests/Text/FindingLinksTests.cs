using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.BrowserTests.Text;

public sealed class FindingLinksTests(SharedSilo shared, Browser browser)
{
    /// <summary>Texts whose links stand in braces of their own; what is marked is exactly what is shown.</summary>
    private static readonly string[] Texts =
    [
        // The punctuation of the sentence, full-width or not, is not part of the address.
        "请看⟦https://example.com/a⟧，谢谢", "“⟦https://example.com/a⟧”", "《⟦https://example.com/a⟧》：好", "去⟦https://example.com⟧谢谢", "看⟦www.example.com⟧谢谢",
        "⟦http://例子.中国/路径⟧？好", "⟦https://zh.wikipedia.org/wiki/列奥纳多·达·芬奇⟧。", "⟦https://example.com/a⟧——好", "⟦https://example.com/a⟧、⟦https://example.com/b⟧",
        "Look: ⟦https://example.com/a⟧.", "⟦https://example.com⟧...", "⟦https://example.com/a,b;c?d=e!f#g⟧, is it?", "**⟦https://example.com/b⟧**", "it's '⟦https://example.com/x⟧' here",
        "⟦https://en.wikipedia.org/wiki/Schrödinger's_cat⟧!", "<⟦https://example.com/a⟧>", "مثال ⟦https://example.com/a⟧، شكرا",
        // A bracket belongs to it together with its partner.
        "(⟦https://en.wikipedia.org/wiki/Foo_(bar)#History⟧)", "(see ⟦https://en.wikipedia.org/wiki/Foo_(bar)⟧).", "[x](⟦https://example.com/x⟧)", "⟦https://example.com/x⟧(see this)",
        "⟦https://example.com/?a[]=1&b={x}⟧", "⟦https://example.com/x⟧）。", "((⟦https://example.com/((a))⟧))", "⟦https://example.com⟧(官网)",
        // The shown text is exactly the written one.
        "⟦http://[::1]:8080/x⟧", "⟦http://[2001:db8::7]/⟧", "⟦HTTP://Example.COM:80/%41⟧", "⟦https://münchen.de/ü⟧", "⟦https://почта.рф/⟧", "⟦https://b站.com/⟧", "⟦https://ＡＢＣ.com/x⟧",
        "⟦mailto:bo@example.com?subject=x⟧.", "⟦http://localhost:5080/x⟧", "⟦https://1.1.1.1/⟧", "⟦https://example.com/𠮷😀⟧ x",
        // No addresses.
        "awww...so cute", "www...so cute", "xhttps://example.com/", "x@www.example.com", "foo.www.example.com", "http://a..b/", "https://", "http://[::1", "mailto:x", "ftp://example.com",
        "https://real.example@evil.example/", "https://real.example:x@evil.example/", "https://example.com:99999/", "javascript:alert(1)", "https://nothing",
    ];

    /// <summary>Fillings that look like the beginning of an address again and again.</summary>
    private static readonly string[] Fillings = ["https://", "www.", "https://a.b/(", "(https://a.b/", "https://a.b@", "mailto:a@", "https://a.b/.", "https://a谢", "https://[::1", "a", "(", "😀"];

    [Fact]
    public async Task Addresses_become_links_that_are_shown_as_written_and_end_where_the_sentence_goes_on()
    {
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        string[] found = await visitor.Page.EvaluateAsync<string[]>(
            """
            async texts => {
              const { linked } = await import(new URL('js/text/links.js', location));
              return texts.map(text => linked(text.replace(/[⟦⟧]/g, '')).map(({ text, href }) => href ? `⟦${text}⟧` : text).join(''));
            }
            """,
            Texts);
        Assert.Equal(Texts, found);

        // Where each character costs as much as those before it, a mebibyte would not end.
        string[] changed = await visitor.Page.EvaluateAsync<string[]>(
            """
            async fillings => {
              const { linked } = await import(new URL('js/text/links.js', location));
              return fillings.filter(filling => {
                const text = filling.repeat(2 ** 20 / filling.length);
                return linked(text).map(part => part.text).join('') !== text;
              });
            }
            """,
            Fillings);
        Assert.Empty(changed);
        visitor.EnsureNoComplaints();
    }
}
