using System.Diagnostics;
using System.Globalization;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Engines;
using ImOrleans.Protocol.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

/// <summary>The examples of the npm package's README, against a server of another origin.</summary>
public sealed class TakingThePackageTests(NodePackage package, SharedSilo shared, Browser browser) : IClassFixture<NodePackage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task The_bot_answers_and_does_so_after_a_restart_without_its_password()
    {
        await package.TakeExampleAsync("js", "bot.js");
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Connection connection = await anna.ConnectAsync();
        string name = Person.Name();
        string server = shared.Silo.Address.GetLeftPart(UriPartial.Authority);

        string conversation;
        using (Process bot = await StartBotAsync(server, name, Person.Password))
        {
            UserProfile found = Assert.Single(await connection.Device.Api.GetAsync<UserProfile[]>($"api/users?query={name}"));
            conversation = await connection.Device.OpenDirectAsync(found.UserId);
            await connection.SendAsync(conversation, Drafts.Text("Hello"));
            await connection.ReceivesAsync<Posted>(posted => posted.Message.Content.Text == "You said: Hello");
            await StopAsync(bot);
        }

        await connection.SendAsync(conversation, Drafts.Text("Still there?"));
        using (Process bot = await StartBotAsync(server, name, "not the password"))
        {
            await connection.ReceivesAsync<Posted>(posted => posted.Message.Content.Text == "You said: Still there?");
            await StopAsync(bot);
        }
    }

    [Fact]
    public async Task The_page_chats_from_an_origin_of_its_own()
    {
        string example = await package.TakeExampleAsync("html", "index.html");
        string origin = $"http://127.0.0.1:{FreePorts.Take()}";
        await using SiloProcess silo = await SiloProcess.StartAsync($"--Im:Cors:Origins:0={origin}");
        (Person anna, Person bo) = (await Person.RegisterAsync(silo, "Anna"), await Person.RegisterAsync(silo, "Bo"));
        await File.WriteAllTextAsync(
            Path.Combine(package.App, "index.html"),
            example.Replace("http://localhost:5080/", silo.Address.AbsoluteUri, StringComparison.Ordinal)
                .Replace("username: 'anna'", $"username: '{anna.Username}'", StringComparison.Ordinal)
                .Replace("query=bo", $"query={bo.Username}", StringComparison.Ordinal));
        await using WebApplication pages = ServeApp(origin);
        await pages.StartAsync();

        await using Visitor other = await Visitor.ArriveAsync(browser, bo);
        await using Visitor page = await Visitor.LandAsync(browser, silo);
        await page.Page.GotoAsync(origin);
        ILocator field = page.Page.GetByPlaceholder("Message");
        await page.WaitForAsync("() => document.querySelector('form').onsubmit", null, "() => []");
        await field.FillAsync("Hello from another site");
        await field.PressAsync("Enter");
        await other.OpenAsync("Anna");
        await other.SeeAsync("Hello from another site");
        await other.WriteAsync("Hello back");
        await Expect(page.Page.Locator("li")).ToHaveTextAsync(["Hello from another site", "Hello back"]);
    }

    private WebApplication ServeApp(string origin)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add(origin);
        app.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(package.App) });
        return app;
    }

    private async Task<Process> StartBotAsync(params string[] arguments)
    {
        Process bot = package.Start("bot.js", arguments);
        string? line = await bot.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line == $"{arguments[1]} is online", line ?? await bot.StandardError.ReadToEndAsync());
        return bot;
    }

    private static async Task StopAsync(Process bot)
    {
        using Process signal = Process.Start("kill", ["-TERM", bot.Id.ToString(CultureInfo.InvariantCulture)]);
        await bot.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal((0, ""), (bot.ExitCode, await bot.StandardError.ReadToEndAsync()));
    }
}
