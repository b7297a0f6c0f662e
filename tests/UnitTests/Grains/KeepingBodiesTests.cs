using CsCheck;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class KeepingBodiesTests
{
    [Theory]
    [InlineData("\u0000\u0001\u001f\u007f")]
    [InlineData("\"\\/<>&'{}[]")]
    [InlineData("👩‍👩‍👧‍👦🏳️‍🌈 ن ש 汉 \u202e \ufeff \u2028")]
    [InlineData("{\"text\":\"a\"}")]
    [InlineData(" ")]
    public void A_text_comes_back_as_it_was(string text) => Assert.Equal(text, Kept(text));

    [Fact]
    public void Sixteen_kibibytes_come_back() => Assert.All(
        [new string('x', 16 * 1024), new string('\u0001', 16 * 1024), string.Concat(Enumerable.Repeat("🙂", 4 * 1024))],
        text => Assert.Equal(text, Kept(text)));

    /// <summary>In one test: the runner's own transport of arguments would have replaced them before.</summary>
    [Fact]
    public void Half_a_character_becomes_the_replacement_character_once_for_all() => Assert.All(
        [("\ud83d", "\ufffd"), ("a\ude42b", "a\ufffdb"), ("\ude42\ud83d", "\ufffd\ufffd")],
        text =>
        {
            Assert.Equal(text.Item2, Kept(text.Item1));
            Assert.Equal(text.Item2, Kept(text.Item2));
        });

    [Fact]
    public void Any_text_of_whole_characters_comes_back() => Gen.String.Sample(text =>
    {
        string whole = string.Concat(text.EnumerateRunes());
        Assert.Equal(whole, Kept(whole));
    });

    [Fact]
    public void References_come_back_and_absent_ones_stay_absent()
    {
        Message full = Read(new EntryBody(new MessageContent { Text = "a" }, 7, ["anna", "ben"]));
        Assert.Equal(7, full.ReplyTo);
        Assert.Equal(["anna", "ben"], full.Mentions!);
        Message bare = Read(new EntryBody(new MessageContent { Text = "a" }, null, null));
        Assert.Null(bare.ReplyTo);
        Assert.Null(bare.Mentions);
        Assert.Equal(new MessageContent { Text = "a" }, bare.Content);
    }

    [Fact]
    public void A_notice_comes_back()
    {
        MessageContent notice = new() { Event = NoticeEvent.Created, ActorId = "anna", UserIds = ["anna", "ben"], Name = "Team" };
        MessageContent kept = Read(new EntryBody(notice, null, null)).Content;
        Assert.Equal(["anna", "ben"], kept.UserIds!);
        Assert.Equal(notice with { UserIds = null }, kept with { UserIds = null });
    }

    private static string? Kept(string? text) => Read(new EntryBody(new MessageContent { Text = text }, null, null)).Content.Text;

    private static Message Read(EntryBody body) => EntryBody.ToMessage("g:a", new StoredEntry
    {
        Seq = 1,
        Ordinal = 1,
        MessageId = "m",
        SenderId = "anna",
        ClientMessageId = "c",
        Kind = MessageKind.Text,
        SentAt = 0,
        Body = body.ToJson(),
    }, firstSeq: 1);
}
