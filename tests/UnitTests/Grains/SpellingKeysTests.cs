using CsCheck;
using ImOrleans.Grains;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Devices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class SpellingKeysTests
{
    private static readonly Gen<string> Ids =
        Gen.Char["ABCYZabcyz0189_-"].Array[1, 64].Select(characters => new string(characters));

    [Fact]
    public void A_direct_conversation_is_the_same_for_either_opener() => Gen.Select(Ids, Ids).Sample((a, b) =>
    {
        string id = ConversationKey.Direct(a, b);
        ConversationKey.EnsureValid(id);
        Assert.Equal(id, ConversationKey.Direct(b, a));
        Assert.False(ConversationKey.IsGroup(id));
        Assert.Equal(b, ConversationKey.PeerOf(id, a));
        Assert.Equal(a, ConversationKey.PeerOf(id, b));
        Assert.Equal(new HashSet<string> { a, b }, ConversationKey.PeopleOf(id).ToHashSet());
    });

    [Fact]
    public void A_groups_conversation_names_its_group() => Ids.Sample(id =>
    {
        ConversationKey.EnsureValid(ConversationKey.Group(id));
        Assert.True(ConversationKey.IsGroup(ConversationKey.Group(id)));
        Assert.Equal(id, ConversationKey.GroupOf(ConversationKey.Group(id)));
    });

    [Fact]
    public void A_conversation_with_oneself_has_one_person() =>
        Assert.Equal(["anna"], ConversationKey.PeopleOf(ConversationKey.Direct("anna", "anna")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("g:")]
    [InlineData("d:anna")]
    [InlineData("d:ben:anna")]
    [InlineData("d:a:B")]
    [InlineData("d:anna:ben:carl")]
    [InlineData("d::anna")]
    [InlineData("g:a b")]
    [InlineData("g:a:b")]
    [InlineData("G:a")]
    [InlineData("x:a")]
    [InlineData("g:ä")]
    public void Any_other_conversation_id_is_refused(string? id) =>
        Refusals.Refused(ErrorCode.InvalidId, () => ConversationKey.EnsureValid(id));

    [Fact]
    public void An_id_is_1_to_64_plain_characters()
    {
        Ids.Sample(EntityId.IsValid);
        string?[] wrong = [null, "", new string('a', 65), "a b", "a:b", "a/b", "ä", "a.b", "a\n"];
        Assert.All(wrong, id => Refusals.Refused(ErrorCode.InvalidId, () => EntityId.EnsureValid(id)));
    }

    [Fact]
    public void New_ids_sort_by_time()
    {
        var time = new FakeTimeProvider();
        var ids = new List<string>();
        for (int i = 0; i < 50; i++)
        {
            ids.Add(EntityId.New(time.GetUtcNow()));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.All(ids, id => Assert.True(EntityId.IsValid(id)));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData("Anna", "anna")]
    [InlineData("A.b_C-9", "a.b_c-9")]
    [InlineData("12345678901234567890123456789012", "12345678901234567890123456789012")]
    public void A_username_is_compared_without_case(string given, string normalized) => Assert.Equal(normalized, Username.Normalize(given));

    [Theory]
    [InlineData(null)]
    [InlineData("ab")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("anna maria")]
    [InlineData("änna")]
    [InlineData("\u212Aarl")]
    [InlineData("anna\n")]
    [InlineData("anna@home")]
    public void Any_other_username_is_refused(string? username) =>
        Refusals.Refused(ErrorCode.InvalidUsername, () => Username.Normalize(username));

    [Fact]
    public void A_devices_key_names_its_user() => Gen.Select(Ids, Ids).Sample((user, device) =>
        Assert.Equal((user, device), DeviceKey.Parse(DeviceKey.Of(user, device))));
}
