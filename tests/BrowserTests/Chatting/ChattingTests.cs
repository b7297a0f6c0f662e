using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

public sealed class ChattingTests(SharedSilo shared, Browser browser)
{
    [Fact]
    public async Task Two_people_register_find_each_other_and_chat()
    {
        Person bo = await Person.RegisterAsync(shared.Silo, "Bo 小明");
        await using Visitor anna = await Visitor.ArriveAsync(browser, shared.Silo);
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Create an account" }).ClickAsync();
        await anna.Page.Locator("[name=displayName]").FillAsync("Anna Berg");
        await anna.SignInAsync(Person.Name());
        await anna.FindAsync(bo);
        await anna.WriteAsync("Hello Bo!");
        await anna.SeeStateAsync("Hello Bo!", "stored");

        await using Visitor other = await Visitor.ArriveAsync(browser, bo);
        await other.OpenAsync("Anna Berg");
        await other.SeeAsync("Hello Bo!");
        await Expect(anna.Page.Locator(".headline p")).ToHaveTextAsync("online");
        await anna.SeeStateAsync("Hello Bo!", "stored");
        Device phone = await bo.SignInAsync();
        string id = Assert.Single(await phone.ConversationsAsync()).ConversationId;
        await phone.Api.PostAsync($"api/conversations/{id}/messages", new SendRequest { Drafts = [Drafts.Text("你好")] });
        await anna.SeeAsync("你好");
        await anna.SeeStateAsync("Hello Bo!", "read");
        await anna.WriteAsync("How are you?");
        await other.SeeAsync("How are you?");
        await anna.SeeStateAsync("How are you?", "read");
        await other.Draft.PressSequentiallyAsync("fine");
        await Expect(anna.Page.Locator(".headline p")).ToHaveTextAsync("typing…");
        await other.Draft.PressAsync("Enter");
        await anna.SeeAsync("fine");
        anna.EnsureNoComplaints();
        other.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_click_on_a_conversation_counts_although_a_message_arrives_between_press_and_release()
    {
        Person[] people = [await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo")];
        Device bo = await people[1].SignInAsync();
        string id = await bo.OpenDirectAsync(people[0].UserId);
        await using Connection other = await bo.ConnectAsync();
        await other.SayAsync(id, "first");
        await using Visitor anna = await Visitor.ArriveAsync(browser, people[0]);
        ILocator line = anna.Conversations.Locator(".line");
        await Expect(line).ToHaveTextAsync("first");

        await line.HoverAsync();
        await anna.Page.Mouse.DownAsync();
        await other.SayAsync(id, "second");
        await Expect(line).ToHaveTextAsync("second");
        await anna.Page.Mouse.UpAsync();

        await Expect(anna.Page.Locator("#chat-title")).ToHaveTextAsync("Bo");
        anna.EnsureNoComplaints();
    }

    [Fact]
    public async Task An_added_member_sees_the_group_a_removed_one_is_notified_and_an_owner_who_leaves_has_a_successor()
    {
        Person[] people = [await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"), await Person.RegisterAsync(shared.Silo, "Lin")];
        Device anna = await people[0].SignInAsync();
        await using Visitor lin = await Visitor.ArriveAsync(browser, people[2]);
        await using Visitor bo = await Visitor.ArriveAsync(browser, people[1]);
        GroupReply group = await anna.CreateGroupAsync("Readers", people[1].UserId);
        await anna.Api.PostAsync($"api/conversations/{group.ConversationId}/messages", new SendRequest { Drafts = [Drafts.Text("before Lin came")] });
        await anna.AddAsync(group, people[2].UserId);
        await lin.OpenAsync("Readers");
        await Expect(lin.Notices).ToHaveTextAsync(["\u2068Anna\u2069 added you"]);
        await Expect(lin.Messages).ToHaveCountAsync(0);
        await Expect(lin.Page.Locator(".headline p")).ToHaveTextAsync("3 members");

        await anna.RemoveAsync(group, people[2].UserId);
        await Expect(lin.Page.Locator(".toast")).ToHaveTextAsync("You are no longer in \u2068Readers\u2069.");
        await Expect(lin.Conversations).ToHaveCountAsync(0);
        await Expect(lin.Page.Locator(".stage .empty")).ToBeVisibleAsync();

        await bo.OpenAsync("Readers");
        await anna.RemoveAsync(group, people[0].UserId);
        await Expect(bo.Notices.Last).ToHaveTextAsync("\u2068Anna\u2069 left");
        await bo.Page.GetByRole(AriaRole.Button, new() { Name = "Members" }).ClickAsync();
        await Expect(bo.Dialog.Locator(".panel-list li")).ToHaveTextAsync(["BBoYou · Owner"]);
        lin.EnsureNoComplaints();
        bo.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_group_is_made_changed_and_left_and_says_so()
    {
        Person[] people = [await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"), await Person.RegisterAsync(shared.Silo, "عمر")];
        await using Visitor anna = await Visitor.ArriveAsync(browser, people[0]);
        await using Visitor bo = await Visitor.ArriveAsync(browser, people[1]);
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "New group" }).ClickAsync();
        await anna.Dialog.GetByLabel("Group name").FillAsync("Hiking 徒步");
        await anna.Dialog.GetByRole(AriaRole.Searchbox, new() { Name = "People" }).FillAsync(people[1].Username);
        await anna.Dialog.Locator(".person").ClickAsync();
        await anna.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(anna.Notices).ToHaveTextAsync(["You created the group \u2068Hiking 徒步\u2069"]);

        await bo.OpenAsync("Hiking 徒步");
        await Expect(bo.Notices).ToHaveTextAsync(["\u2068Anna\u2069 created the group \u2068Hiking 徒步\u2069"]);
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Members" }).ClickAsync();
        await anna.Dialog.GetByLabel("Add people").FillAsync(people[2].Username);
        await anna.Dialog.Locator(".person").ClickAsync();
        await anna.Dialog.GetByRole(AriaRole.Button, new() { Name = "Add to the group" }).ClickAsync();
        await Expect(bo.Notices.Last).ToHaveTextAsync("\u2068Anna\u2069 added \u2068عمر\u2069");
        await Expect(bo.Page.Locator(".headline p")).ToHaveTextAsync("3 members");
        await anna.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove \u2068عمر\u2069" }).ClickAsync();
        await anna.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(bo.Notices.Last).ToHaveTextAsync("\u2068Anna\u2069 removed \u2068عمر\u2069");

        await bo.Page.GetByRole(AriaRole.Button, new() { Name = "Members" }).ClickAsync();
        await Expect(bo.Dialog.Locator(".panel-list li")).ToHaveCountAsync(2);
        await Expect(bo.Page.Locator(".headline p")).ToHaveTextAsync("2 members");
        await bo.Dialog.GetByRole(AriaRole.Button, new() { Name = "Leave the group" }).ClickAsync();
        await bo.Dialog.GetByRole(AriaRole.Button, new() { Name = "Leave", Exact = true }).ClickAsync();
        await Expect(bo.Conversations).ToHaveCountAsync(0);
        await Expect(anna.Notices.Last).ToHaveTextAsync("\u2068Bo\u2069 left");
        anna.EnsureNoComplaints();
        bo.EnsureNoComplaints();
    }
}
