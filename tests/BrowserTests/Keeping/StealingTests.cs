using System.Collections.Concurrent;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class StealingTests(SharedSilo shared, Browser browser)
{
    /// <summary>All that the browser keeps for this page, as text.</summary>
    private const string Kept =
        """
        async () => {
          const answer = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
          const kept = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie };
          for (const { name } of await indexedDB.databases()) {
            const database = await answer(indexedDB.open(name));
            for (const store of database.objectStoreNames) {
              kept[`${name}.${store}`] = await answer(database.transaction(store).objectStore(store).getAll());
            }
            database.close();
          }
          return JSON.stringify(kept);
        }
        """;

    private const string RefreshToken =
        """
        async () => {
          const answer = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
          const database = await answer(indexedDB.open('im'));
          const { refreshToken } = await answer(database.transaction('session').objectStore('session').get('current'));
          database.close();
          return refreshToken;
        }
        """;

    [Fact]
    public async Task A_refresh_token_that_was_stolen_and_used_ends_the_session_with_a_sentence_and_nothing_else_can_be_stolen()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        ConcurrentQueue<string> addresses = new();
        visitor.Page.Request += (_, request) => addresses.Enqueue(request.Url);
        visitor.Page.WebSocket += (_, socket) => addresses.Enqueue(socket.Url);
        await visitor.SignInAsync(anna.Username);
        await Expect(visitor.Page.Locator(".nothing")).ToBeVisibleAsync();
        string stolen = await visitor.Page.EvaluateAsync<string>(RefreshToken);
        string kept = await visitor.Page.EvaluateAsync<string>(Kept);
        Assert.Contains(stolen, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", kept.Replace(stolen, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(Person.Password, kept, StringComparison.Ordinal);
        Assert.Contains(addresses, address => address.EndsWith("/hubs/chat", StringComparison.Ordinal));
        Assert.DoesNotContain(addresses, address => address.Contains("eyJ", StringComparison.Ordinal));

        Device thief = new(shared.Silo, await new Api(shared.Silo.Http).PostAsync<SessionReply>("api/sessions/refresh", new RefreshRequest { RefreshToken = stolen }));
        thief = await thief.RefreshAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.Locator(".sign-in .notice")).ToHaveTextAsync(
            "This session was ended for your safety: its key was used twice. Sign in again, and change your password if that was not you.");
        (await thief.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        Assert.DoesNotContain(stolen, await visitor.Page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
    }
}
