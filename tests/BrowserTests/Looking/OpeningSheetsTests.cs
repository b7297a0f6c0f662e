using System.Text.RegularExpressions;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

/// <summary>
/// On a phone, menus and dialogs are sheets at the lower edge of the window. A menu that a finger opens is one on every device.
/// </summary>
public sealed class OpeningSheetsTests(SharedSilo shared, Browser browser)
{
    private const int PhoneWidth = 390;
    private const int PhoneHeight = 844;
    private const int TabletWidth = 1000;

    /// <summary>Everything that comes up has come up.</summary>
    private const string Settled = "() => Promise.all(document.getAnimations().map(({ finished }) => finished))";

    private static BrowserNewContextOptions Phone => new()
    {
        ViewportSize = new() { Width = PhoneWidth, Height = PhoneHeight }, HasTouch = true, IsMobile = true,
        Permissions = ["clipboard-read", "clipboard-write"],
    };

    [Fact]
    public async Task A_long_press_on_a_message_opens_its_menu_as_a_sheet()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await SayAsync(bo, anna, "copy me", "https://example.org/");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna, Phone);
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("copy me");
        ILocator copy = visitor.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Copy" });

        Finger finger = await Finger.PressAsync(visitor.Messages.First);
        await Expect(copy).ToBeFocusedAsync();
        await finger.LiftAsync();
        await visitor.EnsureAccessibleAsync("menu as a sheet");
        await ExpectSheetAsync(visitor);
        Assert.Equal("", await visitor.Page.EvaluateAsync<string>("() => getSelection().toString()"));
        await copy.TapAsync();
        await Expect(visitor.Dialog).ToHaveCountAsync(0);
        Assert.Equal("copy me", await visitor.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        // A press beside it closes it, and so do Escape and a swipe.
        for (int way = 0; way < 3; way++)
        {
            await visitor.Page.Locator(".rows .row").First.FocusAsync();
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(copy).ToBeFocusedAsync();
            await visitor.Page.EvaluateAsync(Settled);
            await CloseAsync(visitor, way);
            await Expect(copy).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator(".rows .row").First).ToBeFocusedAsync();
        }

        visitor.EnsureNoComplaints();
    }

    /// <summary>A popover would close with the finger that opened it.</summary>
    [Fact]
    public async Task On_a_tablet_the_menu_stays_when_the_finger_lifts_and_a_dialog_is_in_the_middle()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await SayAsync(bo, anna, "copy me");
        await using Visitor visitor = await Visitor.ArriveAsync(
            browser, anna, new() { ViewportSize = new() { Width = TabletWidth, Height = PhoneHeight }, HasTouch = true, IsMobile = true });
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("copy me");
        Finger finger = await Finger.PressAsync(visitor.Messages.First);
        await Expect(visitor.Page.GetByRole(AriaRole.Menuitem)).ToBeFocusedAsync();
        await finger.LiftAsync();
        await visitor.Page.EvaluateAsync(Settled);
        await Expect(visitor.Page.GetByRole(AriaRole.Menuitem)).ToBeFocusedAsync();
        await visitor.EnsureAccessibleAsync("menu on a tablet");
        LocatorBoundingBoxResult sheet = (await visitor.Dialog.BoundingBoxAsync())!;
        Assert.Equal((TabletWidth / 2, PhoneHeight), (sheet.X + sheet.Width / 2, sheet.Y + sheet.Height));
        finger = await Finger.PressAsync(visitor.Dialog.Locator(".grip"));
        await finger.MoveDownAsync(60);
        await finger.LiftAsync();
        await Expect(visitor.Dialog).ToHaveCountAsync(0);

        await visitor.Page.Locator(".me").TapAsync();
        await Expect(visitor.Dialog.Locator(".grip")).ToBeHiddenAsync();
        finger = await Finger.PressAsync(visitor.Dialog.Locator("header h2"));
        await finger.MoveDownAsync(200);
        await finger.LiftAsync();
        await Expect(visitor.Dialog).ToBeVisibleAsync();
        await Expect(visitor.Dialog).Not.ToHaveAttributeAsync("style", new Regex("px"));
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_dialog_is_a_sheet_that_a_long_swipe_closes_and_a_question_stays_in_the_middle()
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna, Phone);
        await visitor.Page.Locator(".me").TapAsync();
        await Expect(visitor.Dialog.Locator(".settings label")).ToHaveCountAsync(4);
        await visitor.EnsureAccessibleAsync("profile as a sheet");
        await ExpectSheetAsync(visitor);
        ILocator heading = visitor.Dialog.Locator("header h2");

        Finger finger = await Finger.PressAsync(heading);
        await finger.MoveDownAsync(90);
        await Expect(visitor.Dialog).ToHaveAttributeAsync("style", "translate: 0px 90px;");
        // The way back ends the swipe slowly and near to its beginning, whatever time the test takes.
        await finger.MoveDownAsync(-90);
        await finger.LiftAsync();
        await ExpectSheetAsync(visitor);

        await visitor.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).TapAsync();
        ILocator question = visitor.Page.Locator("dialog.small");
        await Expect(question).ToBeVisibleAsync();
        await visitor.Page.EvaluateAsync(Settled);
        LocatorBoundingBoxResult box = (await question.BoundingBoxAsync())!;
        Assert.InRange(box.Y + box.Height / 2, PhoneHeight / 2 - 1, PhoneHeight / 2 + 1);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(question).ToHaveCountAsync(0);

        finger = await Finger.PressAsync(heading);
        await finger.MoveDownAsync(500);
        await finger.LiftAsync();
        await Expect(visitor.Dialog).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator(".me")).ToBeFocusedAsync();
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task In_a_wide_window_a_menu_stands_at_the_pointer_and_a_dialog_in_the_middle()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await SayAsync(bo, anna, "copy me");
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("copy me");
        ILocator menu = visitor.Page.GetByRole(AriaRole.Menu);
        await visitor.Messages.First.ClickAsync(new() { Button = MouseButton.Right });
        await Expect(menu).ToBeVisibleAsync();
        (LocatorBoundingBoxResult text, LocatorBoundingBoxResult box) = ((await visitor.Messages.First.BoundingBoxAsync())!, (await menu.BoundingBoxAsync())!);
        Assert.InRange(box.X, text.X, text.X + text.Width);
        Assert.InRange(Math.Min(Math.Abs(box.Y - text.Y), Math.Abs(box.Y + box.Height - text.Y)), 0, text.Height);
        // Its place would be another one.
        await visitor.Page.SetViewportSizeAsync(1000, 700);
        await Expect(menu).ToHaveCountAsync(0);

        await visitor.Page.Locator("button.new-group").ClickAsync();
        ILocator name = visitor.Dialog.GetByLabel("Group name");
        await Expect(name).ToBeFocusedAsync();
        LocatorBoundingBoxResult dialog = (await visitor.Dialog.BoundingBoxAsync())!;
        Assert.InRange(dialog.X + dialog.Width / 2, 499, 501);
        await Expect(visitor.Dialog.Locator(".grip")).ToBeHiddenAsync();

        // A selection that is drawn out of the dialog, and a press of its padding, do not close it. A press beside it does.
        await name.FillAsync("Hiking");
        LocatorBoundingBoxResult field = (await name.BoundingBoxAsync())!;
        await visitor.Page.Mouse.MoveAsync(field.X + 60, field.Y + field.Height / 2);
        await visitor.Page.Mouse.DownAsync();
        await visitor.Page.Mouse.MoveAsync(dialog.X - 40, field.Y + field.Height / 2);
        await visitor.Page.Mouse.UpAsync();
        await visitor.Page.Mouse.ClickAsync(dialog.X + 5, dialog.Y + dialog.Height / 2);
        await Expect(name).ToHaveValueAsync("Hiking");
        await Expect(visitor.Dialog).ToBeVisibleAsync();
        await visitor.Page.Mouse.ClickAsync(dialog.X - 40, dialog.Y + dialog.Height / 2);
        await Expect(visitor.Dialog).ToHaveCountAsync(0);
        visitor.EnsureNoComplaints();
    }

    private static async Task CloseAsync(Visitor visitor, int way)
    {
        switch (way)
        {
            case 0:
                await visitor.Page.Touchscreen.TapAsync(PhoneWidth / 2, 100);
                return;
            case 1:
                await visitor.Page.Keyboard.PressAsync("Escape");
                return;
            default:
                Finger finger = await Finger.PressAsync(visitor.Dialog.Locator(".grip"));
                await finger.MoveDownAsync(60);
                await finger.LiftAsync();
                return;
        }
    }

    private static async Task ExpectSheetAsync(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync(Settled);
        LocatorBoundingBoxResult box = (await visitor.Dialog.BoundingBoxAsync())!;
        Assert.Equal((0, PhoneWidth, PhoneHeight), (box.X, box.Width, box.Y + box.Height));
    }

    private static async Task SayAsync(Person from, Person to, params string[] texts)
    {
        Device device = await from.SignInAsync();
        string conversation = await device.OpenDirectAsync(to.UserId);
        await device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = [.. texts.Select(Drafts.Text)] });
    }
}
