using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

public sealed class LoadingTests(SharedSilo shared, Browser browser, ITestOutputHelper output)
{
    private static readonly string Script = SiloRun.Published is null ? "js/main.js" : "bundle/main.js";

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

    /// <summary>Up to the form of sign-in, with what the page loads after it is shown.</summary>
    [Fact]
    public async Task A_first_visit_asks_for_few_files_when_the_page_is_bundled()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Visitor visitor = await Visitor.LandAsync(browser, shared.Silo);
        ConcurrentQueue<string> asked = new();
        visitor.Page.Request += (_, request) => asked.Enqueue(request.Url);
        await visitor.Page.GotoAsync(shared.Silo.Address.AbsoluteUri);
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        int form = asked.Count;
        await visitor.SignInAsync(anna.Username);
        await Expect(visitor.Page.Locator(".nothing")).ToBeVisibleAsync();
        output.WriteLine($"{form} requests up to the form, {asked.Count} up to the list");

        // Unbundled, the test says only that it counts: there is a request for each module.
        Assert.InRange(form, SiloRun.Published is null ? 50 : 3, SiloRun.Published is null ? 150 : 9);
        visitor.EnsureNoComplaints();
    }

    /// <summary>
    /// With 200 ms between the browser and the server. <c>IM_LOADING=5</c> visits so often, and prints when the form could be used.
    /// </summary>
    [Fact]
    public async Task A_form_can_be_used_far_from_the_server()
    {
        List<double> times = [];
        int visits = int.Parse(Environment.GetEnvironmentVariable("IM_LOADING") ?? "1", CultureInfo.InvariantCulture);
        while (times.Count < visits)
        {
            await using Visitor visitor = await Visitor.LandAsync(browser, shared.Silo);
            ICDPSession network = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
            await network.SendAsync("Network.enable");
            await network.SendAsync(
                "Network.emulateNetworkConditions",
                new() { ["offline"] = false, ["latency"] = 200, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });
            await visitor.Page.AddInitScriptAsync(
                """
                new MutationObserver((changes, observer) => {
                  if (document.querySelector('[name=username]:not([disabled])')) {
                    observer.disconnect();
                    requestAnimationFrame(() => (globalThis.usableAt = performance.now()));
                  }
                }).observe(document, { childList: true, subtree: true });
                """);
            await visitor.Page.GotoAsync(shared.Silo.Address.AbsoluteUri);
            await visitor.Page.WaitForFunctionAsync("() => globalThis.usableAt");
            times.Add(await visitor.Page.EvaluateAsync<double>("() => globalThis.usableAt"));
            visitor.EnsureNoComplaints();
        }

        output.WriteLine($"usable after {string.Join(", ", times.Order().Select(time => $"{time:F0}"))} ms");
    }

    [Fact]
    public async Task Public_files_are_compressed_and_cached_and_answers_to_a_token_are_neither()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        using HttpResponseMessage start = await AskAsync(HttpMethod.Get, "/");
        Assert.Equal(["br"], start.Content.Headers.ContentEncoding);
        Assert.Equal("no-cache", start.Headers.CacheControl!.ToString());
        using HttpResponseMessage again = await AskAsync(HttpMethod.Get, "/", headers => headers.IfNoneMatch.Add(start.Headers.ETag!));
        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);

        string version = start.Headers.ETag!.Tag.Trim('"');
        using HttpResponseMessage part = await AskAsync(HttpMethod.Get, $"/v/{version}/{Script}");
        Assert.Equal(["br"], part.Content.Headers.ContentEncoding);
        Assert.Equal("public, max-age=31536000, immutable", part.Headers.CacheControl!.ToString());
        using HttpResponseMessage ofOther = await AskAsync(HttpMethod.Get, $"/v/0123456789ab/{Script}");
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
