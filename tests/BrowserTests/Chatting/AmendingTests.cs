using ImOrleans.BrowserTests.Browsing;
using ImOrleans.BrowserTests.Looking;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Chatting;

/// <summary>Entries that change others, and entries of kinds that the page does not know, pushed by hand.</summary>
public sealed class AmendingTests(SharedSilo shared, Browser browser)
{
    /// <summary>Whether a text is anywhere in what the browser keeps of the page.</summary>
    private const string IsKept =
        """
        async text => {
          const answer = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
          const name = (await indexedDB.databases()).map(({ name }) => name).find(name => name.startsWith('im.'));
          const database = await answer(indexedDB.open(name));
          const kept = await answer(database.transaction('conversations').objectStore('conversations').getAll());
          database.close();
          return JSON.stringify(kept).includes(text);
        }
        """;

    [Theory]
    [InlineData("en-GB", "edited", "This message was deleted")]
    [InlineData("zh-CN", "已编辑", "此消息已删除")]
    public async Task An_edited_message_says_so_and_of_a_deleted_one_nothing_is_left(string locale, string edited, string deleted)
    {
        (Visitor anna, string id, string bo) = await StartAsync(["I will be late", "My secret is 4711"], locale);
        await using Visitor visitor = anna;
        await anna.OpenAsync("Bo");
        await anna.KeepForOfflineAsync("My secret is 4711");

        await anna.PushAsync(id, bo, Edit(3, target: 1, "I will be there at 9"));
        await Expect(anna.Messages.First).ToHaveTextAsync("I will be there at 9");
        await Expect(anna.Page.Locator(".rows .meta").First).ToContainTextAsync(edited);
        await anna.PushAsync(id, bo, Deletion(4, target: 2));
        await Expect(anna.Messages).ToHaveTextAsync(["I will be there at 9", deleted]);
        await Expect(anna.Conversations.First.Locator(".line")).ToHaveTextAsync(deleted);
        Assert.DoesNotContain("4711", await anna.Page.ContentAsync(), StringComparison.Ordinal);
        await KeepsAsync(anna, "4711", false);
        await KeepsAsync(anna, "I will be there at 9", true);

        // An older overlay that comes late changes nothing.
        await anna.PushAsync(id, bo, Edit(5, target: 1, "I will be late") with { Overlay = Edit(2, 1, "I will be late").Overlay });
        await anna.PushAsync(id, bo, Text(6, "Well"));
        await Expect(anna.Messages).ToHaveTextAsync(["I will be there at 9", deleted, "Well"]);
        anna.EnsureNoComplaints();
    }

    [Fact]
    public async Task Selected_text_stays_selected_when_its_row_changes()
    {
        (Visitor anna, string id, string bo) = await StartAsync(["Select me"]);
        await using Visitor visitor = anna;
        await anna.OpenAsync("Bo");
        await anna.WriteAsync("And me");
        await anna.SeeStateAsync("And me", "stored");
        await anna.Page.EvaluateAsync("() => getSelection().selectAllChildren(document.querySelector('.rows .own .text'))");
        await anna.PushAsync(id, bo, Text(3, "Seen"));
        await anna.SeeStateAsync("And me", "read");
        Assert.Equal("And me", await anna.Page.EvaluateAsync<string>("() => getSelection().toString()"));
    }

    [Fact]
    public async Task An_unknown_kind_counts_as_it_says_shows_nothing_and_moves_no_position()
    {
        (Visitor anna, string id, string bo) = await StartAsync(["Hello"]);
        await using Visitor visitor = anna;
        ILocator badge = anna.Conversations.First.Locator(".badge > :first-child");
        await Expect(badge).ToHaveTextAsync("1");
        await anna.PushAsync(id, bo, Text(2, "") with { Kind = "cheer" }, Text(3, "") with { Kind = "shrug", Counts = false });
        await Expect(badge).ToHaveTextAsync("2");
        await Expect(anna.Conversations.First.Locator(".line")).ToHaveTextAsync("Hello");

        await anna.OpenAsync("Bo");
        await Expect(badge).ToHaveTextAsync("1");
        await Expect(anna.Messages).ToHaveTextAsync(["Hello"]);
        await anna.WaitForAsync("() => window.asked.some(call => call.startsWith('Read'))", null, "() => window.asked");
        Assert.Equal(["1"], (await anna.AskedAsync()).Where(call => call.StartsWith("Read", StringComparison.Ordinal)).Select(call => call.Split(' ')[2]));

        await anna.PushAsync(id, bo, Text(4, "Next"));
        await Expect(anna.Messages).ToHaveTextAsync(["Hello", "Next"]);
        await Expect(badge).ToHaveCountAsync(0);
        anna.EnsureNoComplaints();
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Edited_and_deleted_messages_are_accessible(ColorScheme colours, bool phone)
    {
        BrowserNewContextOptions look = new() { ColorScheme = colours, ViewportSize = phone ? new() { Width = 390, Height = 844 } : null };
        (Visitor anna, string id, string bo) = await StartAsync(["I will be late", "My secret is 4711"], look: look);
        await using Visitor visitor = anna;
        await anna.OpenAsync("Bo");
        await anna.WriteAsync("Where are you?");
        await anna.SeeStateAsync("Where are you?", "stored");
        await anna.PushAsync(
            id, bo, Edit(4, 1, "I will be there at nine, or a little later when the bus does not come"), Deletion(5, 2), Edit(6, 3, "Where is everybody?"));
        await Expect(anna.Page.Locator(".rows .own .text")).ToHaveTextAsync("Where is everybody?");
        await anna.EnsureAccessibleAsync("edited and deleted");
        if (Environment.GetEnvironmentVariable("IM_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await anna.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"amended-{colours}-{(phone ? "phone" : "desktop")}.png") });
        }
    }

    /// <summary>Bo has written to Anna, who is in front of her list.</summary>
    private async Task<(Visitor Anna, string Id, string Bo)> StartAsync(string[] texts, string locale = "en-GB", BrowserNewContextOptions? look = null)
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna");
        Device bo = await (await Person.RegisterAsync(shared.Silo, "Bo")).SignInAsync();
        string id = await bo.OpenDirectAsync(anna.UserId);
        await bo.Api.PostAsync($"api/conversations/{id}/messages", new SendRequest { Drafts = Array.ConvertAll(texts, Drafts.Text) });
        look ??= new BrowserNewContextOptions();
        look.Locale = locale;
        Visitor visitor = await Visitor.ArriveAsync(browser, anna, look);
        await Expect(visitor.Conversations).ToHaveCountAsync(1);
        await visitor.TapAsync();
        await Expect(visitor.Conversations).ToHaveCountAsync(1);
        return (visitor, id, bo.UserId);
    }

    /// <summary>Waits until the browser keeps a text, or keeps it no more.</summary>
    private static async Task KeepsAsync(Visitor visitor, string text, bool isKept)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMilliseconds(Visitor.PatienceMs));
        while (await visitor.Page.EvaluateAsync<bool>(IsKept, text) != isKept)
        {
            Assert.False(deadline.IsCancellationRequested, $"Kept is \"{text}\": {!isKept}, for {Visitor.PatienceMs} ms.");
        }
    }

    private static Message Text(long seq, string text) => new()
    {
        ConversationId = "",
        Seq = seq,
        MessageId = $"{seq}",
        SenderId = "",
        ClientMessageId = $"{seq}",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = text },
        SentAt = TimeProvider.System.GetUtcNow(),
    };

    private static Message Edit(long seq, long target, string text) => Text(seq, text) with
    {
        Kind = "edit",
        Counts = false,
        Target = target,
        Overlay = new MessageOverlay { OverlaySeq = seq, Content = new MessageContent { Text = text }, EditedAt = TimeProvider.System.GetUtcNow() },
    };

    private static Message Deletion(long seq, long target) => Text(seq, "") with
    {
        Kind = "recall",
        Counts = false,
        Target = target,
        Content = new MessageContent(),
        Overlay = new MessageOverlay { OverlaySeq = seq, RedactedBy = "recall" },
    };
}
