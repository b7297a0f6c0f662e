using System.Globalization;
using ImOrleans.BrowserTests.Browsing;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.Playwright;
using Xunit;

namespace ImOrleans.BrowserTests.Looking;

/// <summary>
/// A busy conversation. <c>IM_FRAMES=10</c> measures for ten seconds and prints the times of the frames (<c>--show-live-output on</c>).
/// Nothing here asserts them: they depend on what else the machine does.
/// </summary>
public sealed class PacingTests(SharedSilo shared, Browser browser)
{
    private const int Held = 400;
    private const int PerSecond = 20;
    private const int Watched = 1100;

    /// <summary>Pushes entries as the server would, so many a second, and answers how long the frames took, shortest first.</summary>
    private const string Push =
        """
        async ({ seconds, perSecond, messages }) => {
          const frames = [];
          const start = performance.now();
          const entries = JSON.parse(messages);
          const measure = (async () => {
            for (let last = performance.now(); performance.now() - start < seconds * 1000; ) {
              await new Promise(requestAnimationFrame);
              frames.push(performance.now() - last);
              last = performance.now();
            }
          })();
          for (const [i, entry] of entries.entries()) {
            await new Promise(resolve => setTimeout(resolve, Math.max(0, start + i * 1000 / perSecond - performance.now())));
            const post = { type: 1, target: 'MessagesPosted', arguments: [[{ conversationId: entry.conversationId, messages: [entry] }]] };
            hub.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(post) + '\x1e' }));
          }
          await measure;
          return frames.sort((a, b) => a - b);
        }
        """;

    [Fact]
    public async Task Twenty_messages_a_second_are_all_shown_in_order_at_the_end()
    {
        int seconds = int.Parse(Environment.GetEnvironmentVariable("IM_FRAMES") ?? "1", CultureInfo.InvariantCulture);
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        await using Connection writing = await bo.ConnectAsync();
        string conversation = await writing.Device.OpenDirectAsync(anna.UserId);
        foreach (MessageDraft[] chunk in Drafts.Numbered(Held).Chunk(32))
        {
            await writing.SendAsync(conversation, chunk);
        }

        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.TapAsync();
        await visitor.OpenAsync("Bo");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the newest message" }).ClickAsync();
        await visitor.SeeAsync($"message {Held}");
        Message[] messages = [.. Enumerable.Range(Held + 1, seconds * PerSecond).Select(seq => Entry(conversation, writing.Device.UserId, seq))];
        double[] frames = await visitor.Page.EvaluateAsync<double[]>(
            Push, new { seconds, perSecond = PerSecond, messages = System.Text.Json.JsonSerializer.Serialize(messages, Api.Json) });

        int last = Held + messages.Length;
        await visitor.SeeAsync($"message {last}");
        IReadOnlyList<string> shown = await visitor.Messages.AllTextContentsAsync();
        Assert.Equal(Enumerable.Range(last - shown.Count + 1, shown.Count).Select(number => $"message {number}"), shown);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{frames.Length} frames in {seconds} s: p50 {frames[frames.Length / 2]:0.0} ms, p95 {frames[frames.Length * 95 / 100]:0.0} ms, longest {frames[^1]:0.0} ms; "
            + $"load {(File.Exists("/proc/loadavg") ? await File.ReadAllTextAsync("/proc/loadavg") : "unknown").Trim()}");
        visitor.EnsureNoComplaints();
    }

    [Fact]
    public async Task A_conversation_whose_end_is_watched_for_long_gives_up_its_oldest_messages_and_loads_them_again()
    {
        (Person anna, Person bo) = (await Person.RegisterAsync(shared.Silo, "Anna"), await Person.RegisterAsync(shared.Silo, "Bo"));
        Device device = await bo.SignInAsync();
        string conversation = await device.OpenDirectAsync(anna.UserId);
        await device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = [Drafts.Text("the first")] });
        await using Visitor visitor = await Visitor.ArriveAsync(browser, anna);
        await visitor.OpenAsync("Bo");
        await visitor.SeeAsync("the first");
        foreach (MessageDraft[] chunk in Drafts.Numbered(Watched).Chunk(32))
        {
            await device.Api.PostAsync($"api/conversations/{conversation}/messages", new SendRequest { Drafts = chunk });
        }

        await visitor.SeeAsync($"message {Watched}");
        Assert.InRange(await visitor.Page.EvaluateAsync<int>("() => Number(document.querySelector('.rows').lastElementChild.ariaSetSize)"), 100, 1000);
        await visitor.WaitForAsync(
            "() => { document.querySelector('.scroller').scrollTop = 0; return document.querySelector('.rows .text').textContent === 'the first'; }",
            null,
            "() => [document.querySelector('.rows .text').textContent]");
        visitor.EnsureNoComplaints();
    }

    private static Message Entry(string conversation, string sender, int seq) => new()
    {
        ConversationId = conversation,
        Seq = seq,
        MessageId = $"{seq}",
        SenderId = sender,
        ClientMessageId = $"{seq}",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = $"message {seq}" },
        SentAt = TimeProvider.System.GetUtcNow(),
    };
}
