using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class SendingFromManyTabsTests(SharedSilo shared, Browser browser)
{
    /// <summary>A tab that the server has no place for: it takes eight connections of one device.</summary>
    private const string Refused =
        """
        window.WebSocket = class extends EventTarget {
          static OPEN = 1;
          readyState = 0;
          constructor() {
            super();
            setTimeout(() => this.onclose?.());
          }
          send() {}
          close() {}
        };
        """;

    [Fact]
    public async Task A_message_from_a_tab_without_a_connection_is_sent_by_another_tab()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection reading = await bo.ConnectAsync();
        await using Visitor first = await Visitor.ArriveAsync(browser, anna);
        await first.FindAsync(bo);
        await first.WriteAsync("from the first");
        await first.SeeStateAsync("from the first", "stored");
        await first.KeepForOfflineAsync("from the first");

        await using Visitor tenth = await first.NewTabAsync();
        await tenth.Page.AddInitScriptAsync(Refused);
        await tenth.Page.ReloadAsync();
        await tenth.OpenAsync("Bo");
        await tenth.SeeAsync("from the first");
        await tenth.WriteAsync("from the tenth");

        await tenth.SeeStateAsync("from the tenth", "stored");
        await first.SeeAsync("from the tenth");
        Assert.Equal(2, (await reading.EverythingAsync(await reading.Device.OpenDirectAsync(anna.UserId))).Length);
        await Expect(tenth.Messages).ToHaveTextAsync(["from the first", "from the tenth"]);
    }
}
