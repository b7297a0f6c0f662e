using CsCheck;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class SyncingTests
{
    private enum Deed
    {
        Join,
        Leave,
        Move,
        Read,
        Rename,
        Set,
        Sync,
        Reload,
    }

    private static readonly Deed[] Deeds =
        [Deed.Join, Deed.Join, Deed.Join, Deed.Leave, Deed.Move, Deed.Read, Deed.Rename, Deed.Set, Deed.Sync, Deed.Sync, Deed.Reload];

    /// <summary>Ranges of up to 120 of 500 conversations, so that answers have more than one page.</summary>
    private static readonly Gen<(Deed Deed, int From, int Count)[]> Stories =
        Gen.Select(Gen.Int[0, Deeds.Length - 1].Select(i => Deeds[i]), Gen.Int[1, 500], Gen.Int[1, 120]).Array[1, 40];

    [Fact]
    public Task Whatever_happens_a_device_that_applies_the_answers_ends_with_the_index() =>
        Stories.SampleAsync(story => AgreesAsync(story, new UserOptions { MaxEnded = 10_000, MaxSettingsMarks = 10_000 }), iter: 200);

    [Fact]
    public Task Also_when_what_ended_is_forgotten_meanwhile() =>
        Stories.SampleAsync(story => AgreesAsync(story, new UserOptions { MaxEnded = 40, MaxSettingsMarks = 30, PageSize = 30 }), iter: 200);

    [Theory]
    [InlineData("anna", 99)]
    [InlineData("berta", 1)]
    public async Task A_cursor_of_the_future_or_of_another_user_is_answered_with_the_whole_index(string userId, long position)
    {
        IndexedUser user = await Joined(2);
        SyncResult answer = Ask(user, new SyncRequest { Cursor = new SyncCursor(SyncCursor.TagOf(userId), position, position).ToString() });
        Assert.True(answer.Reset);
        Assert.Equal(2, answer.Conversations.Length);
        Assert.Null(Ask(user, new SyncRequest { Cursor = answer.Cursor }).Reset);
    }

    [Fact]
    public async Task A_cursor_from_before_what_is_remembered_is_answered_with_the_whole_index()
    {
        IndexedUser user = await Joined(5, new UserOptions { MaxEnded = 1 });
        string old = Ask(user, new SyncRequest()).Cursor;
        user.Leave(1);
        string between = Ask(user, new SyncRequest { Cursor = old }).Cursor;
        user.Leave(2);

        Assert.Null(Ask(user, new SyncRequest { Cursor = between }).Reset);
        SyncResult answer = Ask(user, new SyncRequest { Cursor = old });
        Assert.True(answer.Reset);
        Assert.Equal(["g:3", "g:4", "g:5"], answer.Conversations.Select(head => head.ConversationId));
    }

    [Fact]
    public async Task A_cursor_from_before_the_profiles_that_are_remembered_is_answered_with_everything()
    {
        IndexedUser user = await Joined(2, new UserOptions { MaxSettingsMarks = 10 });
        string old = Ask(user, new SyncRequest()).Cursor;
        await user.Note(ChangeKind.Profile, "p0");
        string between = Ask(user, new SyncRequest { Cursor = old }).Cursor;
        foreach (int number in Enumerable.Range(1, 10))
        {
            await user.Note(ChangeKind.Profile, $"p{number}");
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"p{number}"), Ask(user, new SyncRequest { Cursor = between }).Changes.Select(change => change.UserId!));
        SyncResult answer = Ask(user, new SyncRequest { Cursor = old });
        Assert.True(answer.Reset);
        Assert.Equal(2, answer.Conversations.Length);
        Assert.Empty(answer.Changes);
    }

    [Fact]
    public async Task Changes_of_all_shelves_come_in_the_order_in_which_they_were_made()
    {
        IndexedUser user = await Joined(2);
        string cursor = Ask(user, new SyncRequest()).Cursor;
        await user.Note(ChangeKind.Settings, SettingName.Presence);
        user.Leave(1);
        await user.Note(ChangeKind.Profile, "ben");
        Assert.Equal(
            [
                new ConversationChange { Kind = ChangeKind.Settings, Setting = SettingName.Presence },
                new ConversationChange { Kind = ChangeKind.Left, ConversationId = "g:1" },
                new ConversationChange { Kind = ChangeKind.Profile, UserId = "ben" },
            ],
            Ask(user, new SyncRequest { Cursor = cursor }).Changes);
    }

    [Fact]
    public async Task A_device_that_begins_anew_hears_of_no_profile_that_changed_before()
    {
        IndexedUser user = await Joined(450);
        await user.Note(ChangeKind.Profile, Enumerable.Range(1, 300).Select(number => $"p{number}"));
        user.Leave(300);
        string? cursor = null;
        int pages = 0;
        do
        {
            pages++;
            SyncResult answer = Ask(user, new SyncRequest { Cursor = cursor });
            Assert.Empty(answer.Changes);
            cursor = answer.More == true ? answer.Cursor : null;
        }
        while (cursor is not null);

        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task The_whole_of_a_long_index_comes_to_an_end_for_a_user_who_has_left_many_conversations()
    {
        IndexedUser user = await Joined(450, new UserOptions { MaxEnded = 10 });
        foreach (int number in Enumerable.Range(1, 20))
        {
            user.Leave(number);
        }

        var device = new SyncedDevice();
        device.SyncToTheEnd(user);
        Assert.Equal(430, device.Known.Count);
    }

    [Fact]
    public async Task Heads_that_are_behind_are_reported_also_without_a_cursor()
    {
        IndexedUser user = await Joined(3);
        user.Move(1);
        user.Move(2);
        Dictionary<string, long> heads = new() { ["g:1"] = 1, ["g:2"] = 2, ["g:3"] = 0, ["g:99"] = 0 };
        SyncResult answer = Ask(user, new SyncRequest { Heads = heads });
        Assert.Equal(["g:1"], answer.Conversations.Select(head => head.ConversationId));
    }

    [Fact]
    public async Task Heads_of_a_page_and_more_are_reported_in_pages_of_200()
    {
        IndexedUser user = await Joined(450);
        Enumerable.Range(1, 450).ToList().ForEach(user.Move);
        string cursor = new SyncCursor(SyncCursor.TagOf("anna"), user.Shelves.Now, user.Shelves.Now).ToString();
        Dictionary<string, long> heads = Enumerable.Range(1, 450).ToDictionary(IndexedUser.NameOf, _ => 0L);
        for (int left = 450; left > 0; left -= 200)
        {
            SyncResult answer = Ask(user, new SyncRequest { Cursor = cursor, Heads = heads });
            Assert.Equal(Math.Min(left, 200), answer.Conversations.Length);
            Assert.Equal(left > 200 ? true : null, answer.More);
            foreach (ConversationHead head in answer.Conversations)
            {
                heads[head.ConversationId] = head.Head;
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("c")]
    [InlineData("c1")]
    [InlineData("cx.-1")]
    [InlineData("cx.1 ")]
    [InlineData("cx.1.2.3")]
    [InlineData("cx.99999999999999999999")]
    public async Task Text_that_is_no_cursor_is_refused(string cursor)
    {
        IndexedUser user = await Joined(1);
        Refusals.Refused(ErrorCode.InvalidCursor, () => Ask(user, new SyncRequest { Cursor = cursor }));
    }

    private static async Task<IndexedUser> Joined(int count, UserOptions? options = null)
    {
        IndexedUser user = await IndexedUser.Load(options ?? new UserOptions());
        Enumerable.Range(1, count).ToList().ForEach(user.Join);
        return user;
    }

    [Fact]
    public async Task A_cursor_of_another_history_is_answered_with_everything_and_one_from_before_histories_is_of_the_first()
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        user.Join(1);
        string renewed = SyncCursor.TagOf("anna", "f00d");
        string first = new SyncCursor(SyncCursor.TagOf("anna"), 1, 1).ToString();

        Assert.Null(Ask(user, new SyncRequest { Cursor = first }).Reset);
        SyncResult answer = SyncAnswer.Of(renewed, user.Shelves, user.Index, new SyncRequest { Cursor = first }, DateTimeOffset.UnixEpoch);
        Assert.True(answer.Reset);
        Assert.Single(answer.Conversations);
        Assert.Null(SyncAnswer.Of(renewed, user.Shelves, user.Index, new SyncRequest { Cursor = answer.Cursor }, DateTimeOffset.UnixEpoch).Reset);
    }

    [Fact]
    public async Task A_conversation_of_which_the_client_knows_more_than_there_is_begins_anew()
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        user.Join(1);
        IndexEntry entry = Assert.Single(user.Index.Members);
        string id = entry.ConversationId;

        Assert.True(Assert.Single(Ask(user, new SyncRequest { Heads = new() { [id] = entry.Head + 1 } }).Conversations).Reset);
        Assert.Empty(Ask(user, new SyncRequest { Heads = new() { [id] = entry.Head } }).Conversations);
        Assert.True(Assert.Single(Ask(user, new SyncRequest { Cursor = "cffffffff.1", Heads = new() { [id] = entry.Head + 1 } }).Conversations).Reset);
    }

    private static SyncResult Ask(IndexedUser user, SyncRequest request) => SyncAnswer.Of(SyncCursor.TagOf("anna"), user.Shelves, user.Index, request, DateTimeOffset.UnixEpoch);

    private static async Task AgreesAsync((Deed Deed, int From, int Count)[] story, UserOptions options)
    {
        IndexedUser user = await IndexedUser.Load(options);
        var device = new SyncedDevice();
        foreach (var (deed, from, count) in story)
        {
            await Do(user, device, deed, Enumerable.Range(from, count));
        }

        await user.Store();
        device.SyncToTheEnd(user);
        Assert.Equal(
            user.Index.Members.Select(entry => entry.ToHead()).OrderBy(head => head.ConversationId, StringComparer.Ordinal),
            device.Known.Values.OrderBy(head => head.ConversationId, StringComparer.Ordinal));
        Assert.Equal(user.Values.OrderBy(value => value.Key), device.Values.OrderBy(value => value.Key));
    }

    private static async Task Do(IndexedUser user, SyncedDevice device, Deed deed, IEnumerable<int> range)
    {
        Action<int>? act = deed switch
        {
            Deed.Join => user.Join,
            Deed.Leave => user.Leave,
            Deed.Move => user.Move,
            Deed.Read => user.Read,
            _ => null,
        };
        foreach (int number in range)
        {
            act?.Invoke(number);
        }

        if (deed is Deed.Rename or Deed.Set)
        {
            await user.Note(deed is Deed.Rename ? ChangeKind.Profile : ChangeKind.Settings, range.Select(number => $"{deed}{number}"));
        }

        if (deed is Deed.Sync)
        {
            await user.Store(); // As the grain does before it answers.
            device.Sync(user);
        }
        else if (deed is Deed.Reload)
        {
            await user.Reload(); // A change that was not stored is lost with the activation.
        }
    }
}
