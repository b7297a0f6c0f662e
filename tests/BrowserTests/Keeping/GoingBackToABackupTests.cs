using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class GoingBackToABackupTests(Browser browser)
{
    [Fact]
    public async Task A_page_that_has_seen_more_than_the_restored_backup_shows_what_the_server_has()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person anna = await Person.RegisterAsync(silo, "Anna");
        Person bo = await Person.RegisterAsync(silo, "Bo");
        await using Visitor reader = await Visitor.ArriveAsync(browser, anna);
        await using Visitor writer = await Visitor.ArriveAsync(browser, bo);
        await writer.FindAsync(anna);
        await writer.WriteAsync("kept");
        await reader.OpenAsync("Bo");
        await reader.SeeAsync("kept");
        using Backup backup = await Backup.MakeAsync(silo);
        await Expect(reader.Banner).ToBeHiddenAsync();
        await writer.WriteAsync("lost");
        await reader.SeeAsync("lost");
        await reader.KeepForOfflineAsync("lost");

        Assert.Equal(0, await silo.StopAsync());
        await Expect(writer.Banner).ToContainTextAsync("Connecting");
        await writer.WriteAsync("waiting");
        await backup.RestoreAsync(silo);
        await silo.StartAgainAsync();

        // The number that "lost" had is given to "waiting".
        foreach (Visitor visitor in new[] { reader, writer })
        {
            await visitor.SeeAsync("waiting");
            await Expect(visitor.Messages).ToHaveTextAsync(["kept", "waiting"]);
            await visitor.Page.ReloadAsync();
            await visitor.SeeAsync("waiting");
            await Expect(visitor.Messages).ToHaveTextAsync(["kept", "waiting"]);
        }
    }
}
