using System.Buffers.Binary;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ImOrleans.BrowserTests.Looking;

/// <summary>
/// The pictures of the root README. <c>IM_WRITE_PICTURES=1</c> takes them again; otherwise the committed ones only have to be of the size
/// that the page has today.
/// </summary>
public sealed class PicturingTests(SharedSilo shared, Browser browser)
{
    private const int MostBytes = 200_000;

    /// <summary>Where a PNG file has its width and its height.</summary>
    private const int WidthAt = 16;
    private const int HeightAt = 20;

    private static readonly ViewportSize Size = new() { Width = 1000, Height = 560 };

    [Theory]
    [InlineData(ColorScheme.Light, "chat-light.png")]
    [InlineData(ColorScheme.Dark, "chat-dark.png")]
    public async Task The_picture_of_the_readme_shows_a_chat(ColorScheme colours, string file)
    {
        Person anna = await Person.RegisterAsync(shared.Silo, "Anna Berg");
        Person omar = await Person.RegisterAsync(shared.Silo, "Omar Haddad");
        Person lin = await Person.RegisterAsync(shared.Silo, "林小明");
        await using Connection omarTalks = await omar.ConnectAsync();
        await using Connection linTalks = await lin.ConnectAsync();
        GroupReply group = await linTalks.Device.CreateGroupAsync("Hiking", anna.UserId, omar.UserId);
        await omarTalks.SayAsync(group.ConversationId, "I take the early train.");
        string withLin = await linTalks.Device.OpenDirectAsync(anna.UserId);
        await linTalks.SayAsync(withLin, "明天见!");
        string conversation = await omarTalks.Device.OpenDirectAsync(anna.UserId);
        await omarTalks.SayAsync(conversation, "Hi Anna! Did the deployment go through?");

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna, new() { ColorScheme = colours, ViewportSize = Size });
        await visitor.OpenAsync("Omar Haddad");
        await visitor.WriteAsync("It did. I pulled the plug twice while it ran.");
        await visitor.SeeStateAsync("It did.", "stored");
        await omarTalks.SayAsync(conversation, "And the messages?");
        await visitor.SeeAsync("And the messages?");
        await visitor.WriteAsync("All there, each of them once.");
        await visitor.SeeStateAsync("All there", "stored");
        Message last = (await omarTalks.HistoryAsync(conversation)).Messages[^1];
        await omarTalks.ReadAsync(conversation, last.Seq);
        await visitor.SeeStateAsync("All there", "read");
        await Expect(visitor.Conversations).ToHaveCountAsync(3);

        byte[] taken = await visitor.Page.ScreenshotAsync(
            new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        string path = Path.Combine(WorkingCopy.Root, ".github/pictures", file);
        if (Environment.GetEnvironmentVariable("IM_WRITE_PICTURES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, taken);
        }

        byte[] committed = await File.ReadAllBytesAsync(path);
        Assert.Equal(SizeOf(taken), SizeOf(committed));
        Assert.InRange(committed.Length, 1, MostBytes);
        visitor.EnsureNoComplaints();
    }

    private static (int Width, int Height) SizeOf(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(WidthAt)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(HeightAt)));
}
