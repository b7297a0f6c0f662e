using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class KeepingShelvesTests
{
    [Fact]
    public async Task All_shelves_take_their_stamps_from_one_clock_that_goes_on_after_a_reload()
    {
        IndexedUser user = await Load(new UserOptions());
        user.Join(1);
        await user.Note(ChangeKind.Profile, "ben");
        user.Join(2);
        Assert.Equal([1L, 2L, 3L], Stamps(user));

        await user.Store();
        await user.Reload();
        Assert.Equal(3, user.Shelves.Now);
        await user.Note(ChangeKind.Profile, "carl");
        Assert.Equal([1L, 2L, 3L, 4L], Stamps(user));
    }

    [Fact]
    public async Task The_clock_goes_on_above_a_mark_that_was_trimmed()
    {
        IndexedUser user = await Load(new UserOptions { MaxSettingsMarks = 10 });
        foreach (int number in Enumerable.Range(1, 12))
        {
            await user.Note(ChangeKind.Profile, $"p{number}");
        }

        await user.Reload();
        Assert.Equal(12, user.Shelves.Now);
        Assert.Equal(2, user.Shelves.Trimmed);
        Assert.Equal(10, user.Settings.Shelf.All.Count());
    }

    [Fact]
    public async Task A_newer_change_of_the_same_person_or_setting_replaces_the_older_one()
    {
        IndexedUser user = await Load(new UserOptions { MaxSettingsMarks = 10 });
        for (int round = 0; round < 20; round++)
        {
            await user.Note(ChangeKind.Profile, "ben");
            await user.Note(ChangeKind.Settings, SettingName.Presence);
        }

        Assert.Equal([39L, 40L], Stamps(user));
        Assert.Equal(0, user.Shelves.Trimmed);
    }

    [Fact]
    public async Task A_shelf_of_many_marks_is_stored_in_pages_and_whole_after_a_reload()
    {
        IndexedUser user = await Load(new UserOptions { MaxSettingsMarks = 100, PageSize = 10 });
        foreach (int number in Enumerable.Range(1, 95))
        {
            await user.Note(ChangeKind.Profile, $"p{number}");
        }

        int writes = user.Storage.Writes;
        await user.Note(ChangeKind.Profile, "p50");
        Assert.Equal(writes + 1, user.Storage.Writes);
        long[] stamps = Stamps(user);
        await user.Reload();
        Assert.Equal(stamps, Stamps(user));
    }

    private static Task<IndexedUser> Load(UserOptions options) => IndexedUser.Load(options);

    private static long[] Stamps(IndexedUser user) => [.. user.Shelves.MovedSince(0, 0).Select(item => item.Stamp)];
}
