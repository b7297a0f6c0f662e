using ImOrleans.Grains.Push;
using Xunit;

namespace ImOrleans.UnitTests.Push;

public sealed class WordingTests
{
    [Theory]
    [InlineData(null, "hello", null, 1, "hello")]
    [InlineData("de", "hello", "Anna", 1, "Anna: hello")]
    [InlineData("zh-CN", "你好", "小明", 1, "小明：你好")]
    [InlineData("en", null, "Anna", 1, "New message")]
    [InlineData("ZH", null, null, 1, "新消息")]
    [InlineData("en", "hello", "Anna", 3, "3 new messages")]
    [InlineData("zh", "hello", "Anna", 3, "3 条新消息")]
    public void A_notification_speaks_the_language_of_its_device(string? language, string? text, string? sender, int count, string body) =>
        Assert.Equal(body, PushText.Body(language, text, sender, count, isMore: false, longest: 100));

    [Fact]
    public void More_messages_than_are_counted_are_said_to_be_more() =>
        Assert.Equal("100+ new messages", PushText.Body("en", "x", null, 100, isMore: true, longest: 10));

    [Fact]
    public void A_long_text_is_cut_between_characters_as_people_see_them()
    {
        const string family = "👨‍👩‍👧‍👦";
        Assert.Equal($"{family}{family}…", PushText.Body("en", string.Concat(Enumerable.Repeat(family, 5)), null, 1, isMore: false, longest: 2));
        Assert.Equal("ab", PushText.Body("en", "ab", null, 1, isMore: false, longest: 2));
    }
}
