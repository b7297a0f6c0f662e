using System.Net.Http.Headers;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

public sealed class LoadingTests(SharedSilo shared, Browser browser)
{
    /// <summary>The modules that the page imports, from its first on, and those that it names for loading ahead.</summary>
    private const string Modules =
        """
        async () => {
          const needed = new Set();
          const follow = async url => {
            if (!needed.has(url)) {
              needed.add(url);
              const text = await (await fetch(url)).text();
              await Promise.all([...text.matchAll(/^(?:import|export) .*?'(\..*?)';$/gm)].map(([, path]) => follow(new URL(path, url).href)));
            }
          };
          await follow(document.querySelector('script').src);
          const named = new Set([...document.querySelectorAll('link[rel=modulepreload]')].map(({ href }) => href));
          return [...needed.symmetricDifference(named)];
        }
        """;

    [Fact]
    public async Task Every_module_is_named_ahead_and_a_second_visit_loads_none_of_them()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(Modules));
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.Locator(".nothing")).ToBeVisibleAsync();
        string[] loaded = await visitor.Page.EvaluateAsync<string[]>(
            "() => performance.getEntriesByType('resource').filter(({ name, transferSize }) => name.includes('/v/') && transferSize > 0).map(({ name }) => name)");
        Assert.Empty(loaded);
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task What_belongs_to_nobody_is_compressed_and_kept_and_what_bears_a_token_is_neither()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        using HttpResponseMessage start = await AskAsync(HttpMethod.Get, "/");
        Assert.Equal(["br"], start.Content.Headers.ContentEncoding);
        Assert.Equal("no-cache", start.Headers.CacheControl!.ToString());
        using HttpResponseMessage again = await AskAsync(HttpMethod.Get, "/", headers => headers.IfNoneMatch.Add(start.Headers.ETag!));
        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);

        string version = start.Headers.ETag!.Tag.Trim('"');
        using HttpResponseMessage part = await AskAsync(HttpMethod.Get, $"/v/{version}/js/main.js");
        Assert.Equal(["br"], part.Content.Headers.ContentEncoding);
        Assert.Equal("public, max-age=31536000, immutable", part.Headers.CacheControl!.ToString());
        using HttpResponseMessage ofOther = await AskAsync(HttpMethod.Get, "/v/0123456789ab/js/main.js");
        Assert.Equal("no-cache", ofOther.Headers.CacheControl!.ToString());
        using HttpResponseMessage nothing = await AskAsync(HttpMethod.Get, $"/v/{version}/api/server");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, nothing.StatusCode);

        SignInRequest request = new() { Username = anna.Username, Password = Person.Password, Device = new() { Platform = "linux" } };
        using HttpResponseMessage signedIn = await AskAsync(
            HttpMethod.Post, "/api/sessions", _ => { }, new StringContent(System.Text.Json.JsonSerializer.Serialize(request, Api.Json), MediaTypeHeaderValue.Parse("application/json")));
        Assert.True(signedIn.IsSuccessStatusCode);
        Assert.Empty(signedIn.Content.Headers.ContentEncoding);
        Assert.True(signedIn.Headers.CacheControl!.NoStore);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, Action<HttpRequestHeaders>? say = null, HttpContent? content = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        say?.Invoke(request.Headers);
        return await shared.Silo.Http.SendAsync(request);
    }
}
