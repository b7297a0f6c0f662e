using ImOrleans.Gateway.Endpoints;
using ImOrleans.Gateway.Hubs;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class RequestReadingTests
{
    private static readonly MessageDraft Draft = new() { ClientMessageId = "1", Kind = MessageKind.Text, Content = new MessageContent { Text = "x" } };

    [Theory]
    [InlineData(null, 50)]
    [InlineData("1", 1)]
    [InlineData("200", 200)]
    public void A_limit_within_its_bounds_is_taken(string? text, int expected) => Assert.Equal(expected, Paging.Limit(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("1,2")]
    [InlineData("99999999999999999999")]
    public void Another_limit_is_refused(string text) => AssertRefused(ErrorCode.InvalidRange, () => Paging.Limit(text));

    [Fact]
    public void A_seq_stays_below_the_greatest_that_clients_can_hold()
    {
        Assert.Null(Paging.Seq("after", null));
        Assert.Equal(9007199254740991, Paging.Seq("after", "9007199254740991"));
        AssertRefused(ErrorCode.InvalidRange, () => Paging.Seq("after", "9007199254740992"));
        AssertRefused(ErrorCode.InvalidRange, () => Paging.Seq("after", "-1"));
    }

    [Fact]
    public void A_cursor_that_nobody_wrote_is_refused()
    {
        Assert.Null(Paging.Cursor(null));
        AssertRefused(ErrorCode.InvalidCursor, () => Paging.Cursor(""));
        AssertRefused(ErrorCode.InvalidCursor, () => Paging.Cursor(new string('x', 513)));
    }

    [Fact]
    public void Nulls_inside_lists_are_refused()
    {
        Arguments.EnsureDrafts([Draft]);
        AssertRefused(ErrorCode.MalformedRequest, () => Arguments.EnsureDrafts(null!));
        AssertRefused(ErrorCode.InvalidDraft, () => Arguments.EnsureDrafts([]));
        AssertRefused(ErrorCode.InvalidDraft, () => Arguments.EnsureDrafts([Draft, null!]));
        AssertRefused(ErrorCode.InvalidDraft, () => Arguments.EnsureDrafts([Draft with { Content = null! }]));
        AssertRefused(ErrorCode.InvalidDraft, () => Arguments.EnsureDrafts([Draft with { Mentions = [null!] }]));
        AssertRefused(ErrorCode.InvalidDraft, () => Arguments.EnsureDrafts([Draft with { Content = new MessageContent { UserIds = [null!] } }]));
        AssertRefused(ErrorCode.InvalidMembers, () => Required.Members(["a", null!]));
    }

    private static void AssertRefused(ErrorCode code, Action act) => Assert.Equal(code, Assert.Throws<ImException>(act).Code);

    private static void AssertRefused(ErrorCode code, Func<object?> act) => Assert.Equal(code, Assert.Throws<ImException>(act).Code);
}
