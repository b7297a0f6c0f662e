using ImOrleans.Client.Outgoing;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class WeighingTests
{
    private const int Most = 16 * 1024;

    /// <summary>Each of them is one byte too heavy, in another member.</summary>
    public static TheoryData<string, MessageContent> TooHeavy => new()
    {
        { "text", new MessageContent { Text = new string('x', Most + 1) } },
        { "letters of more bytes", new MessageContent { Text = new string('é', Most / 2) + "x" } },
        { "name", new MessageContent { Text = "x", Name = new string('x', Most) } },
        { "user ids", new MessageContent { Text = "x", UserIds = [.. Enumerable.Repeat(new string('u', 32), Most / 32)] } },
    };

    [Theory, MemberData(nameof(TooHeavy), DisableDiscoveryEnumeration = true)]
    public async Task A_content_that_is_one_byte_too_heavy_is_refused_before_it_is_kept(string where, MessageContent content)
    {
        await using Bench bench = new();
        bench.Online.Shut();
        MessageDraft draft = Drafts.Text("") with { Content = content };
        ImException refusal = await Assert.ThrowsAsync<ImException>(() => bench.Outbox.QueueAsync("g:1", draft));
        Assert.Equal((where, ErrorCode.MessageTooLarge), (where, refusal.Code));
        Assert.Empty(bench.Outbox.Items);
    }

    [Fact]
    public async Task A_content_of_as_many_bytes_as_allowed_is_kept_however_long_it_is_as_json()
    {
        await using Bench bench = new(options => options with { MaxSendBytes = 32 * 1024 });
        bench.Online.Shut();
        await bench.Outbox.QueueAsync("g:1", Drafts.Text(new string('\u0001', Most), mentions: [.. Enumerable.Repeat(new string('u', 32), 50)]));
        Assert.Single(bench.Outbox.Items);
    }

    [Fact]
    public void A_draft_is_never_heavier_than_its_json()
    {
        MessageDraft[] drafts =
        [
            Drafts.Text(""),
            Drafts.Text(string.Concat(Enumerable.Repeat("\n\"\\😀é", 1000)), mentions: [new string('u', 32)]),
        ];
        Assert.All(drafts, draft => Assert.InRange(MessageWeight.Of(draft), 0, DraftSize.Of(draft)));
    }

    [Fact]
    public async Task A_call_is_bounded_by_the_whole_body_with_its_mentions()
    {
        await using Bench bench = new(options => options with { MaxSendBytes = 32 * 1024 });
        Heard<int> calls = new();
        bench.Hub.Sends = drafts =>
        {
            calls.Add(drafts.Sum(DraftSize.Of));
            throw new ImException(ErrorCode.NotAMember, "Not a member.");
        };
        bench.Online.Shut();
        string[] mentions = [.. Enumerable.Repeat(new string('u', 32), 50)];
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => bench.Outbox.QueueAsync("g:1", Drafts.Text(new string('x', 1000), mentions: mentions))));
        bench.Online.Open();
        await calls.UntilAsync(all => all.Length >= 2, "two calls");
        Assert.All(calls.All, bytes => Assert.InRange(bytes, 1, 32 * 1024));
    }
}
