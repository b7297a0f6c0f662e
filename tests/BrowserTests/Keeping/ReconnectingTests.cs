using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class ReconnectingTests(Browser browser)
{
    [Fact]
    public async Task A_message_written_while_the_server_is_down_survives_a_reload_and_is_sent_once()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person anna = await Person.RegisterAsync(silo, "Anna");
        Person bo = await Person.RegisterAsync(silo, "Bo");
        await using Visitor writer = await Visitor.ArriveAsync(browser, anna);
        await using Visitor reader = await Visitor.ArriveAsync(browser, bo);
        await writer.FindAsync(bo);
        await writer.WriteAsync("before");
        await reader.OpenAsync("Anna");
        await reader.WriteAsync("hello");
        await writer.SeeAsync("hello");
        await writer.SeeStateAsync("before", "read");
        await writer.KeepForOfflineAsync("before");

        await silo.KillAsync();
        await Expect(writer.Banner).ToContainTextAsync("Connecting");
        await writer.WriteAsync("while away");
        await writer.SeeStateAsync("while away", "sending");
        await writer.Page.ReloadAsync();
        await writer.SeeAsync("before");
        await writer.SeeStateAsync("while away", "sending");

        await silo.StartAgainAsync();
        await writer.SeeStateAsync("while away", "read");
        await reader.SeeAsync("while away");
        await Expect(writer.Banner).ToBeHiddenAsync();
        await Expect(reader.Banner).ToBeHiddenAsync();
        await Expect(reader.Messages).ToHaveTextAsync(["before", "hello", "while away"]);
        await Expect(writer.Messages).ToHaveTextAsync(["before", "hello", "while away"]);
    }

    [Fact]
    public async Task When_the_gateway_of_the_page_dies_the_page_goes_on_at_another_one_also_after_a_reload()
    {
        await using SiloProcess silo = SiloProcess.Prepare();
        await using SiloProcess gateway = silo.PrepareGateway();
        string[] addresses = [$"--Im:Gateway:Addresses:0={silo.Address}", $"--Im:Gateway:Addresses:1={gateway.Address}"];
        await silo.StartAgainAsync(addresses);
        await gateway.StartAgainAsync(addresses);
        Person anna = await Person.RegisterAsync(silo, "Anna");
        Person bo = await Person.RegisterAsync(silo, "Bo");
        await using Visitor writer = await Visitor.ArriveAsync(browser, gateway);
        await writer.SignInAsync(anna.Username);
        await using Visitor reader = await Visitor.ArriveAsync(browser, bo);
        await writer.FindAsync(bo);
        await writer.WriteAsync("before");
        await reader.OpenAsync("Anna");
        await reader.WriteAsync("hello");
        await writer.SeeAsync("hello");
        await writer.SeeStateAsync("before", "read");
        await writer.KeepForOfflineAsync("before");

        await gateway.KillAsync();
        await writer.WriteAsync("at the other one");
        await reader.SeeAsync("at the other one");
        await writer.SeeStateAsync("at the other one", "read");
        await Expect(writer.Banner).ToBeHiddenAsync();

        await writer.Page.ReloadAsync();
        await writer.WriteAsync("after a reload");
        await reader.SeeAsync("after a reload");
        await Expect(reader.Messages).ToHaveTextAsync(["before", "hello", "at the other one", "after a reload"]);
        await Expect(writer.Messages).ToHaveTextAsync(["before", "hello", "at the other one", "after a reload"]);
    }
}
