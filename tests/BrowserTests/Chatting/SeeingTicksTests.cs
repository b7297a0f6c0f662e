using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class SeeingTicksTests(SharedSilo shared, Browser browser)
{
    /// <summary>From now on the connection of the page drops pushed positions.</summary>
    private const string LosePositions =
        """
        () => {
          const receive = hub.onmessage;
          hub.onmessage = event => event.data.includes('ReadChanged') || event.data.includes('DeliveredChanged') ? window.lost = true : receive(event);
        }
        """;

    [Fact]
    public async Task Messages_that_others_have_read_are_shown_as_read_after_a_fresh_sign_in_and_after_a_reconnect()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection writing = await anna.ConnectAsync();
        await using Connection reading = await bo.ConnectAsync();
        string conversation = await writing.Device.OpenDirectAsync(bo.UserId);
        await reading.SayAsync(conversation, "hello");
        await writing.SendAsync(conversation, Drafts.Text("one"), Drafts.Text("two"), Drafts.Text("three"));
        await reading.ReadAsync(conversation, 2);
        await reading.DeliveredAsync(conversation, 3);

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.SeeStateAsync("one", "read");
        await visitor.SeeStateAsync("two", "delivered");
        await visitor.SeeStateAsync("three", "stored");

        await visitor.TapAsync();
        await visitor.SeeStateAsync("three", "stored");
        await visitor.Page.EvaluateAsync(LosePositions);
        await reading.ReadAsync(conversation, 4);
        await visitor.WaitForAsync("() => window.lost", null, "() => ['nothing was lost']");
        await visitor.SeeStateAsync("three", "stored");
        await visitor.Page.EvaluateAsync("() => hub.close()");
        await visitor.SeeStateAsync("three", "read");
    }
}
