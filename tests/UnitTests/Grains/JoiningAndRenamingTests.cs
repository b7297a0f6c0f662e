using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class JoiningAndRenamingTests
{
    private static readonly Membership First = new() { ConversationId = "g:1", FirstSeq = 3, FirstOrdinal = 1, Version = 2, Title = "Team" };

    [Fact]
    public async Task A_new_title_changes_no_position()
    {
        (IndexedUser user, Memberships memberships) = await Begin();
        IndexEntry entry = await JoinedAndRead(user, memberships);
        ConversationHead before = entry.ToHead();
        long at = entry.LastAt;

        Assert.Equal(ChangeKind.Updated, await memberships.JoinAsync(First with { Version = 5, Title = "Crew" }));
        Assert.Equal(before, entry.ToHead());
        Assert.Equal(("Crew", 5, at), (entry.Title, entry.Version, entry.LastAt));
    }

    [Fact]
    public async Task A_new_title_is_in_one_sync_and_in_no_later_one()
    {
        (IndexedUser user, Memberships memberships) = await Begin();
        await JoinedAndRead(user, memberships);
        string cursor = Ask(user, null).Cursor;
        await memberships.JoinAsync(First with { Version = 5, Title = "Crew" });
        Assert.Null(await memberships.JoinAsync(First with { Version = 5, Title = "Crew" }));
        Assert.Null(await memberships.JoinAsync(First with { Version = 4, Title = "Old" }));

        SyncResult answer = Ask(user, cursor);
        Assert.Equal([new ConversationChange { Kind = ChangeKind.Updated, ConversationId = "g:1", Title = "Crew" }], answer.Changes);
        Assert.Empty(Ask(user, answer.Cursor).Changes);
    }

    [Fact]
    public async Task A_new_version_with_the_same_title_is_nothing_to_tell()
    {
        (IndexedUser user, Memberships memberships) = await Begin();
        IndexEntry entry = await JoinedAndRead(user, memberships);
        string cursor = Ask(user, null).Cursor;
        Assert.Null(await memberships.JoinAsync(First with { Version = 5 }));
        Assert.Equal(5, entry.Version);
        Assert.Empty(Ask(user, cursor).Changes);
    }

    [Fact]
    public async Task A_new_title_is_stored_when_it_is_announced()
    {
        (IndexedUser user, Memberships memberships) = await Begin();
        await JoinedAndRead(user, memberships);
        await memberships.JoinAsync(First with { Version = 5, Title = "Crew" });
        await user.Reload();
        Assert.Equal(("Crew", 10L), (user.Index.Member("g:1")!.Title, user.Index.Member("g:1")!.ReadUpTo));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // The report of the leaving was lost with a restored store.
    public async Task A_member_who_comes_back_begins_anew(bool leavingIsKnown)
    {
        (IndexedUser user, Memberships memberships) = await Begin();
        IndexEntry entry = await JoinedAndRead(user, memberships);
        if (leavingIsKnown)
        {
            Assert.True(await memberships.LeaveAsync("g:1", 3));
        }

        Assert.Equal(ChangeKind.Joined, await memberships.JoinAsync(First with { Version = 4, FirstSeq = 20, FirstOrdinal = 15 }));
        Assert.Equal((20, 19, 19, 0), (entry.FirstSeq, entry.Head, entry.ReadUpTo, entry.Unread));
    }

    private static async Task<(IndexedUser User, Memberships Memberships)> Begin()
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        FakeTimeProvider time = new();
        var deaths = new SiloDeaths(FakeGrains.Of<ISiloStatusOracle>((_, _) => new Dictionary<SiloAddress, SiloStatus>()));
        var heads = new HeadVerification("anna", user.Index, new MemoryLog(), deaths, _ => Task.FromResult(new LeaseHolders([], 1, IsComplete: true)), TimeSpan.FromSeconds(30), time);
        return (user, new Memberships(user.Index, heads, time));
    }

    private static async Task<IndexEntry> JoinedAndRead(IndexedUser user, Memberships memberships)
    {
        Assert.Equal(ChangeKind.Joined, await memberships.JoinAsync(First));
        IndexEntry entry = user.Index.Member("g:1")!;
        entry.Move(12, 9, 77, user.Index.NextStamp());
        entry.Read(10, 7, user.Index.NextStamp());
        return entry;
    }

    private static SyncResult Ask(IndexedUser user, string? cursor) =>
        SyncAnswer.Of(SyncCursor.TagOf("anna"), user.Shelves, user.Index, new SyncRequest { Cursor = cursor }, DateTimeOffset.UnixEpoch);
}
