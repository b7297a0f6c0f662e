using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.UnitTests.Hubs;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class NotingProfilesTests
{
    private static readonly UserProfile Ben = new() { UserId = "ben", Username = "ben", DisplayName = "Benjamin" };
    private static readonly IUserDirectory Directory = FakeGrains.Of<IUserDirectory>((_, arguments) =>
        Task.FromResult<IReadOnlyDictionary<string, UserProfile>>(
            ((IReadOnlyCollection<string>)arguments[0]!).Where(id => id == "ben").ToDictionary(id => id, _ => Ben)));

    [Fact]
    public async Task A_person_of_a_direct_conversation_gives_it_another_title_as_well()
    {
        var (user, profiles) = await Begin("d:anna:ben");
        string cursor = Ask(user, null).Cursor;
        ConversationChange[] told = profiles.Note(Ben);

        ConversationChange[] expected =
        [
            new ConversationChange { Kind = ChangeKind.Profile, UserId = "ben", Profile = Ben },
            new ConversationChange { Kind = ChangeKind.Updated, ConversationId = "d:anna:ben", UserId = "ben", Title = "Benjamin" },
        ];
        Assert.Equal(expected, told);
        Assert.Equal(expected, await profiles.CompleteAsync(Ask(user, cursor).Changes));
    }

    [Fact]
    public async Task A_person_of_a_group_only_has_another_profile()
    {
        var (user, profiles) = await Begin("g:1");
        string cursor = Ask(user, null).Cursor;
        Assert.Equal(ChangeKind.Profile, Assert.Single(profiles.Note(Ben)).Kind);
        Assert.Equal([new ConversationChange { Kind = ChangeKind.Profile, UserId = "ben", Profile = Ben }], await profiles.CompleteAsync(Ask(user, cursor).Changes));
    }

    [Fact]
    public async Task A_profile_that_the_directory_does_not_have_is_left_out()
    {
        var (_, profiles) = await Begin("g:1");
        ConversationChange unknown = new() { Kind = ChangeKind.Profile, UserId = "carl" };
        ConversationChange left = new() { Kind = ChangeKind.Left, ConversationId = "g:1" };
        Assert.Equal([unknown, left], await profiles.CompleteAsync([unknown, left]));
    }

    private static async Task<(IndexedUser User, ProfileChanges Profiles)> Begin(string conversationId)
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        user.Index.Add(conversationId).JoinedStamp = user.Index.NextStamp();
        return (user, new ProfileChanges("anna", user.Index, user.Settings, Directory));
    }

    private static SyncResult Ask(IndexedUser user, string? cursor) =>
        SyncAnswer.Of(SyncCursor.TagOf("anna"), user.Shelves, user.Index, new SyncRequest { Cursor = cursor }, DateTimeOffset.UnixEpoch);
}
