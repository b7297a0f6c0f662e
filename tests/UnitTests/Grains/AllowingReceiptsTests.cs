using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class AllowingReceiptsTests
{
    [Theory]
    [InlineData("d:ann:bob", PresenceVisibility.Everyone, ReceiptVisibility.Everyone, true, true)]
    [InlineData("d:ann:bob", PresenceVisibility.Contacts, ReceiptVisibility.Everyone, true, true)]
    [InlineData("d:ann:bob", PresenceVisibility.Nobody, ReceiptVisibility.Everyone, false, true)]
    [InlineData("d:ann:bob", PresenceVisibility.Everyone, ReceiptVisibility.Nobody, false, false)]
    [InlineData("g:a", PresenceVisibility.Nobody, ReceiptVisibility.Everyone, true, true)]
    [InlineData("g:a", PresenceVisibility.Everyone, ReceiptVisibility.Nobody, false, false)]
    public void Presence_counts_in_direct_conversations_and_the_choice_about_receipts_everywhere(
        string conversationId, string visibleTo, string receipts, bool shows, bool sees) => Assert.Equal(
            new ReceiptPrivacy(shows, sees), ReceiptPrivacy.Of(new PresencePrivacy { VisibleTo = visibleTo, Receipts = receipts }, conversationId));

    [Theory]
    [InlineData(null, null, null, "nobody")]
    [InlineData("everyone", null, "everyone", "nobody")]
    [InlineData(null, "everyone", "contacts", "everyone")]
    [InlineData(null, "default", "contacts", null)]
    [InlineData("default", null, null, "nobody")]
    [InlineData("default", "default", null, null)]
    public void A_client_that_knows_one_choice_leaves_the_other(string? visibleTo, string? receipts, string? visibleToThen, string? receiptsThen) =>
        Assert.Equal(Of(visibleToThen, receiptsThen), PrivacyRules.Apply(Of(visibleTo, receipts), kept: Of("contacts", "nobody")));

    private static PresencePrivacy Of(string? visibleTo, string? receipts) => new() { VisibleTo = visibleTo, Receipts = receipts };
}
