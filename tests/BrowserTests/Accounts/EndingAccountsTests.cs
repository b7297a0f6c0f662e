using ImOrleans.BrowserTests.Browsing;
using ImOrleans.BrowserTests.Looking;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Accounts;

public sealed class EndingAccountsTests(Browser browser, SharedSilo shared)
{
    private const string Another = "another battery";

    [Fact]
    public async Task A_password_is_changed_others_are_signed_out_and_a_deleted_account_is_shown_as_one()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Person bo = await Person.RegisterAsync(shared.Silo, "Bo");
        Device annas = await anna.SignInAsync();
        string direct = await annas.OpenDirectAsync(bo.UserId);
        await annas.Api.PostAsync($"api/conversations/{direct}/messages", new SendRequest { Drafts = [Drafts.Text("keep this")] });
        await annas.CreateGroupAsync("Team", bo.UserId);
        await using Visitor page = await Visitor.ArriveAsync(browser, anna);
        await using Visitor others = await Visitor.ArriveAsync(browser, bo);
        await others.OpenAsync("Anna");
        await others.SeeAsync("keep this");

        await page.OpenAsync("Bo"); // Elements behind a panel would confuse the check of contrasts.
        await ChangePasswordAsync(page);
        (await annas.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        await Expect(page.Page.Locator("dialog[open]")).ToHaveCountAsync(0);

        Device phone = await anna.SignInAsync(password: Another);
        await SignOutOthersAsync(page);
        (await phone.Api.AskAsync("GET", "api/users/me")).EnsureRefused(ErrorCode.SessionEnded);
        await ChoosePolicyAsync(page);
        await page.Dialog.Locator("button.close").ClickAsync();
        page.TakeComplaints(); // The browser complains of each refusal.

        await DeleteAsync(page);
        await Expect(page.Page.Locator(".sign-in .notice")).ToHaveTextAsync("Your account was deleted.");
        await Expect(page.Page.Locator("[name=username]")).ToBeVisibleAsync();

        await ShowsDeletedAsync(others, "Deleted account");
        await others.Page.ReloadAsync();
        await ShowsDeletedAsync(others, "Deleted account");
        await others.EnsureAccessibleAsync("closed chat");
        await others.OpenAsync("Team");
        await Expect(others.Notices.Last).ToContainTextAsync("Deleted account");
        others.EnsureNoComplaints();

        await using Visitor inChinese = await Visitor.ArriveAsync(browser, bo, new() { Locale = "zh-CN" });
        await inChinese.OpenAsync("已注销账号");
        await ShowsDeletedAsync(inChinese, "已注销账号");
    }

    private static async Task ChangePasswordAsync(Visitor page)
    {
        await page.Page.Locator(".me").ClickAsync();
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await page.Dialog.GetByLabel("Current password").FillAsync("not the password");
        await page.Dialog.GetByLabel("New password").FillAsync(Another);
        await page.EnsureAccessibleAsync("change password");
        ILocator submit = page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Change password" });
        await submit.ClickAsync();
        await Expect(page.Dialog.Locator(".error")).ToHaveTextAsync("The password is wrong. Check it and try again.");
        await page.Dialog.GetByLabel("Current password").FillAsync(Person.Password);
        await submit.ClickAsync();
        await Expect(page.Page.Locator(".toast")).ToHaveTextAsync("Your password was changed. Your other devices were signed out.");
    }

    private static async Task SignOutOthersAsync(Visitor page)
    {
        await page.Page.Locator("button.devices").ClickAsync();
        await Expect(page.Dialog.Locator(".panel-list li")).ToHaveCountAsync(2);
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out all other devices" }).ClickAsync();
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(page.Dialog.Locator(".panel-list li")).ToHaveCountAsync(1);
        await Expect(page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out all other devices" })).ToBeHiddenAsync();
    }

    private static async Task ChoosePolicyAsync(Visitor page)
    {
        ILocator choice = page.Dialog.Locator("select");
        await choice.SelectOptionAsync("one");
        ILocator password = page.Dialog.GetByLabel("Password", new() { Exact = true });
        await password.FillAsync("not the password");
        await password.PressAsync("Enter");
        await Expect(page.Dialog.Locator(".error")).ToHaveTextAsync("The password is wrong. Check it and try again.");
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(choice).ToHaveValueAsync("all");

        await choice.SelectOptionAsync("one");
        await password.FillAsync(Another);
        await password.PressAsync("Enter");
        await Expect(page.Page.Locator("dialog[open]")).ToHaveCountAsync(1);
        await Expect(choice).ToHaveValueAsync("one");
    }

    private static async Task DeleteAsync(Visitor page)
    {
        await page.Page.Locator(".me").ClickAsync();
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete account" }).ClickAsync();
        await Expect(page.Dialog.Locator(".explained")).ToContainTextAsync("What you wrote stays with the others");
        await page.EnsureAccessibleAsync("delete account");
        ILocator password = page.Dialog.GetByLabel("Password", new() { Exact = true });
        await password.FillAsync("not the password");
        await password.PressAsync("Enter");
        await Expect(page.Dialog.Locator(".error")).ToHaveTextAsync("The password is wrong. Check it and try again.");
        await password.FillAsync(Another);
        await page.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete for ever" }).ClickAsync();
    }

    private static async Task ShowsDeletedAsync(Visitor visitor, string name)
    {
        await Expect(visitor.Page.Locator("#chat-title")).ToHaveTextAsync(name);
        await Expect(visitor.Page.Locator(".chat .avatar.nobody")).ToBeVisibleAsync();
        await Expect(visitor.Conversations.Locator(".title").GetByText(name, new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visitor.Conversations.Locator(".avatar.nobody")).ToHaveCountAsync(1);
        await visitor.SeeAsync("keep this");
        await Expect(visitor.Page.Locator(".closed")).ToBeVisibleAsync();
        await Expect(visitor.Draft).ToBeHiddenAsync();
    }
}
