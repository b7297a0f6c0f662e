using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class DecidingOnConversationsTests
{
    private static readonly SendOptions Options = new() { MaxDraftsPerSend = 3, MaxMessageBytes = 8, MaxSendBytes = 16 };
    private static readonly EntryKinds Kinds = new(EntryKinds.Shipped);

    public static TheoryData<MessageDraft?, ErrorCode> WrongDrafts { get; } = new()
    {
        { null, ErrorCode.InvalidDraft },
        { Drafts.Draft(""), ErrorCode.InvalidDraft },
        { Drafts.Draft(new string('c', 65)), ErrorCode.InvalidDraft },
        { Drafts.Draft("c\n1"), ErrorCode.InvalidDraft },
        { Drafts.Draft(text: null), ErrorCode.InvalidDraft },
        { Drafts.Draft(text: ""), ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Content = null! }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Content = new MessageContent { Text = "a", Event = "joined" } }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Content = new MessageContent { Text = "a", ActorId = "anna" } }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Content = new MessageContent { Text = "a", UserIds = [] } }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Content = new MessageContent { Text = "a", Name = "" } }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { ReplyTo = 0 }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { ReplyTo = 1L << 53 }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Target = 1 }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Mentions = ["anna", "not an id"] }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Mentions = [.. Enumerable.Repeat("anna", 51)] }, ErrorCode.InvalidDraft },
        { Drafts.Draft() with { Kind = MessageKind.Notice }, ErrorCode.UnknownKind },
        { Drafts.Draft() with { Kind = null! }, ErrorCode.UnknownKind },
        { Drafts.Draft(text: "123456789"), ErrorCode.MessageTooLarge },
        { Drafts.Draft(text: "ääää€"), ErrorCode.MessageTooLarge },
    };

    public static TheoryData<MessageDraft> RightDrafts { get; } =
    [
        Drafts.Draft("c"),
        Drafts.Draft(new string('c', 64)),
        Drafts.Draft(text: "12345678"),
        Drafts.Draft(text: "ää€."),
        Drafts.Draft() with { ReplyTo = 1 },
        Drafts.Draft() with { ReplyTo = (1L << 53) - 1 },
        Drafts.Draft() with { Mentions = [.. Enumerable.Repeat("anna", 50)] },
    ];

    [Theory]
    [MemberData(nameof(WrongDrafts), DisableDiscoveryEnumeration = true)]
    public void A_wrong_draft_is_refused_with_its_number_also_behind_a_right_one(MessageDraft? draft, ErrorCode code)
    {
        Refusals.Refused(code, () => ConversationRules.EnsureDrafts([draft!], Options, Kinds));
        Refusals.Refused(code, () => ConversationRules.EnsureDrafts([Drafts.Draft("before"), draft!], Options, Kinds));
    }

    [Theory]
    [MemberData(nameof(RightDrafts), DisableDiscoveryEnumeration = true)]
    public void A_draft_at_its_bounds_is_taken(MessageDraft draft) =>
        ConversationRules.EnsureDrafts([draft], new SendOptions { MaxMessageBytes = 8, MaxSendBytes = 1_024 }, Kinds);

    [Fact]
    public void A_send_is_one_draft_up_to_the_bound()
    {
        ConversationRules.EnsureDrafts([.. Enumerable.Repeat(Drafts.Draft(), 3)], Options, Kinds);
        Refusals.Refused(ErrorCode.InvalidDraft, () => ConversationRules.EnsureDrafts([.. Enumerable.Repeat(Drafts.Draft(), 4)], Options, Kinds));
        Refusals.Refused(ErrorCode.InvalidDraft, () => ConversationRules.EnsureDrafts([], Options, Kinds));
    }

    [Fact]
    public void The_drafts_of_a_send_have_a_bound_together()
    {
        ConversationRules.EnsureDrafts([Drafts.Draft(text: "12345678"), Drafts.Draft(text: "12345678")], Options, Kinds);
        Refusals.Refused(ErrorCode.MessageTooLarge, () => ConversationRules.EnsureDrafts(
            [Drafts.Draft(text: "12345678"), Drafts.Draft(text: "12345678"), Drafts.Draft(text: "1")], Options, Kinds));
    }

    [Fact]
    public void The_bound_of_a_send_counts_the_whole_bodies()
    {
        MessageDraft mentioning = Drafts.Draft(text: "12345678") with { Mentions = ["anna"] };
        ConversationRules.EnsureDrafts([mentioning, Drafts.Draft(text: "1234")], Options, Kinds);
        Refusals.Refused(ErrorCode.MessageTooLarge, () => ConversationRules.EnsureDrafts([mentioning, Drafts.Draft(text: "12345")], Options, Kinds));
    }

    [Theory]
    [InlineData(null, null, null, 0, long.MaxValue, 50, true)]
    [InlineData(0L, null, 1, 0, long.MaxValue, 1, false)]
    [InlineData(7L, null, 200, 7, long.MaxValue, 200, false)]
    [InlineData(null, 7L, null, 0, 7, 50, true)]
    public void A_page_is_made_definite(long? after, long? before, int? limit, long fromAfter, long toBefore, int most, bool newest) =>
        Assert.Equal(
            new LogRange(fromAfter, toBefore, most, newest),
            ConversationRules.EnsureRange(new HistoryQuery { After = after, Before = before, Limit = limit }, firstSeq: 1));

    [Fact]
    public void A_page_begins_at_the_first_entry_that_the_reader_can_read() =>
        Assert.Equal(9, ConversationRules.EnsureRange(new HistoryQuery { After = 3 }, firstSeq: 10).After);

    [Fact]
    public void A_range_that_the_client_holds_has_two_bounds()
    {
        LogRange range = ConversationRules.EnsureRange(new HistoryQuery { After = 2, Before = 9, AmendedAfter = 5 }, firstSeq: 1);
        Assert.Equal((2, 9, 5), (range.After, range.Before, range.AmendedAfter));
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(null, null, 201)]
    [InlineData(1L, 2L, 10)]
    [InlineData(-1L, null, 10)]
    [InlineData(null, -1L, 10)]
    [InlineData(null, null, 10, -1L)]
    [InlineData(null, null, 10, 1L, false)]
    public void A_page_that_cannot_be_is_refused(long? after, long? before, int? limit, long? amendedAfter = null, bool? amendments = null) =>
        Refusals.Refused(ErrorCode.InvalidRange, () => ConversationRules.EnsureRange(
            new HistoryQuery { After = after, Before = before, Limit = limit, AmendedAfter = amendedAfter, Amendments = amendments }, firstSeq: 1));
}
