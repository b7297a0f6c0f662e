using System.Collections.Concurrent;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class OpeningGroupsTests(SharedSilo shared, Browser browser)
{
    private const int Members = 60;

    [Fact]
    public async Task A_group_in_which_60_people_have_written_costs_one_request_for_users()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Person[] others = await Person.RegisterAsync(shared.Silo, Members - 1);
        GroupReply group = await (await anna.SignInAsync()).CreateGroupAsync("Choir", others.Select(other => other.UserId));
        await Parallel.ForEachAsync(others, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (other, _) =>
            await (await other.SignInAsync()).Api.PostAsync(
                $"api/conversations/{group.ConversationId}/messages", new SendRequest { Drafts = [Drafts.Text("hello")] }));

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await Expect(visitor.Conversations.Locator(".line")).ToContainTextAsync("hello");
        await Expect(visitor.Conversations.Locator(".line")).Not.ToContainTextAsync("…");
        ConcurrentQueue<string> asked = new();
        visitor.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url).AbsolutePath.StartsWith("/api/users", StringComparison.Ordinal))
            {
                asked.Enqueue(request.Url);
            }
        };

        await visitor.OpenAsync("Choir");
        await EnsureNamedAsync(visitor);
        // Those that were not drawn so far.
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" }).ClickAsync();
        await Expect(visitor.Page.Locator($".row[aria-posinset='{Members}']")).ToBeInViewportAsync();
        await EnsureNamedAsync(visitor);
        string request = Assert.Single(asked);
        Assert.Equal(Members - 2, request.Split("ids=")[1].Split(',').Length);
        visitor.EnsureNoComplaints();
    }

    private static async Task EnsureNamedAsync(Visitor visitor)
    {
        await Expect(visitor.Page.Locator(".row .sender").First).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".row .sender").GetByText("…", new() { Exact = true })).ToHaveCountAsync(0);
    }
}
