using ImOrleans.BrowserTests.Browsing;
using ImOrleans.BrowserTests.Looking;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Keeping;

public sealed class RetryingTests(SharedSilo shared, Browser browser)
{
    private const string Long = "a message that is longer than this server takes";

    [Fact]
    public async Task A_refused_message_stays_with_its_reason_until_its_writer_sends_or_deletes_it()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Conversations:MaxMessageBytes=200");
        (Person anna, Person bo) = (await Person.RegisterAsync(silo, "Anna"), await Person.RegisterAsync(silo, "Bo"));
        await using Visitor writer = await Visitor.ArriveAsync(browser, anna);

        // The page learns the bound once, and would not send more: so it learns a higher one than the server has later.
        await writer.Page.RunAndWaitForResponseAsync(() => writer.Page.ReloadAsync(), "**/api/server");
        await writer.FindAsync(bo);
        await silo.KillAsync();
        silo.Arguments[^1] = "--Im:Conversations:MaxMessageBytes=20";
        await silo.StartAgainAsync();
        await writer.WriteAsync(Long);
        await writer.WriteAsync(Long + "!");
        await writer.WriteAsync("short");
        await writer.SeeStateAsync("short", "stored");
        await writer.SeeStateAsync(Long + "!", "failed");
        await writer.Page.ReloadAsync();
        await Expect(writer.Page.Locator(".failure")).ToHaveTextAsync(
            Enumerable.Repeat("Not sent. This message is too long. Split it into shorter ones. Try again Delete", 2));
        await writer.EnsureAccessibleAsync("failed");
        await writer.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).Last.ClickAsync();
        await Expect(writer.Page.Locator(".failure")).ToHaveCountAsync(1);

        await silo.KillAsync();
        silo.Arguments[^1] = "--Im:Conversations:MaxMessageBytes=200";
        await silo.StartAgainAsync();
        await writer.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await writer.SeeStateAsync(Long, "stored");
        await using Visitor reader = await Visitor.ArriveAsync(browser, bo);
        await reader.OpenAsync("Anna");
        await Expect(reader.Messages).ToHaveTextAsync(["short", Long]);
        await Expect(writer.Messages).ToHaveTextAsync(["short", Long]);
    }

    [Fact]
    public async Task Writing_faster_than_the_server_allows_is_slowed_and_loses_nothing()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Limits:SendBurst=32", "--Im:Limits:SendsPerSecond=4");
        (Person anna, Person bo) = (await Person.RegisterAsync(silo, "Anna"), await Person.RegisterAsync(silo, "Bo"));
        await using Visitor writer = await Visitor.ArriveAsync(browser, anna);
        await writer.FindAsync(bo);
        string[] texts = [.. Enumerable.Range(1, 40).Select(number => $"number {number}")];
        foreach (string text in texts)
        {
            await writer.WriteAsync(text);
        }

        await writer.SeeStateAsync(texts[^1], "stored");
        await Expect(writer.Page.Locator(".failure")).ToHaveCountAsync(0);
        await using Connection reader = await bo.ConnectAsync();
        Assert.Equal(texts, (await reader.EverythingAsync(await reader.Device.OpenDirectAsync(anna.UserId))).Select(message => message.Content.Text));
    }

    [Fact]
    public async Task The_marks_of_what_waits_and_of_what_failed_are_there_before_a_server_is_missed()
    {
        Person[] people = [await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo")];
        await using Visitor visitor = await Visitor.ArriveAsync(browser, people[0]);
        await visitor.FindAsync(people[1]);
        foreach (string mark in (string[])["clock", "alert"])
        {
            await visitor.Page.WaitForFunctionAsync("mark => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(`/${mark}.svg`))", mark);
        }

        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_sign_in_whose_answer_was_lost_leaves_no_other_device_behind()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, shared.Silo);
        await visitor.Page.RouteAsync(
            "**/api/sessions",
            async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
            },
            new() { Times = 1 });
        await visitor.Page.Locator("[name=username]").FillAsync(anna.Username);
        await visitor.Page.Locator("[name=password]").FillAsync(Person.Password);
        await visitor.Page.Locator("[name=password]").PressAsync("Enter");
        await Expect(visitor.Page.Locator(".sign-in .error")).Not.ToBeEmptyAsync();
        await visitor.SignInAsync(anna.Username);
        Device phone = await anna.SignInAsync();
        Assert.Equal(2, (await phone.Api.GetAsync<DeviceSession[]>("api/sessions")).Length);
    }

    /// <summary>The page went before its conversation was kept; the draft it could still keep.</summary>
    [Fact]
    public async Task An_empty_chat_with_a_draft_is_listed_though_only_the_draft_was_kept()
    {
        Person[] people = [await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo")];
        await using Visitor visitor = await Visitor.ArriveAsync(browser, people[0]);
        string id = await (await people[0].SignInAsync()).OpenDirectAsync(people[1].UserId);
        await visitor.Page.EvaluateAsync("key => localStorage.setItem(key, 'begun')", $"im.draft.{people[0].UserId}.{id}");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Conversations.Filter(new() { HasText = "Bo" }).Locator(".line")).ToHaveTextAsync("Draft: begun");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task Each_conversation_keeps_its_own_draft_over_a_reload()
    {
        Person[] people = [await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"), await Person.RegisterAsync(shared.Silo, "Lin")];
        await using Visitor visitor = await Visitor.ArriveAsync(browser, people[0]);
        await visitor.FindAsync(people[1]);
        await visitor.Draft.FillAsync("begun for Bo\n  with a second line");
        await visitor.FindAsync(people[2]);
        await Expect(visitor.Draft).ToHaveValueAsync("");
        await visitor.Draft.FillAsync("你好 Lin");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Draft).ToHaveValueAsync("你好 Lin");
        await Expect(visitor.Conversations.Filter(new() { HasText = "Bo" }).Locator(".line")).ToHaveTextAsync("Draft: begun for Bo with a second line");
        await visitor.OpenAsync("Bo");
        await Expect(visitor.Draft).ToHaveValueAsync("begun for Bo\n  with a second line");
        await visitor.Draft.PressAsync("Enter");
        await Expect(visitor.Draft).ToHaveValueAsync("");
        await visitor.OpenAsync("Lin");
        await visitor.OpenAsync("Bo");
        await Expect(visitor.Draft).ToHaveValueAsync("");
        visitor.EnsureNoComplaints();
    }
}
