using ImOrleans.Client.Events;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Client;

/// <summary>People who change their name.</summary>
public sealed class RenamingTests
{
    private static readonly UserProfile Ann = new() { UserId = "ann", Username = "ann", DisplayName = "Annabel" };
    private static readonly ConversationChange Renamed = new() { Kind = ChangeKind.Profile, UserId = "ann", Profile = Ann };
    private static readonly ConversationChange Titled = new() { Kind = ChangeKind.Updated, ConversationId = "d:ann:bob", UserId = "ann", Title = "Annabel" };

    private readonly Heard<ProfileChanged> profiles = new();

    [Fact]
    public async Task A_push_changes_the_stored_title_and_raises_the_profile()
    {
        await using Bench bench = await BeginAsync();
        bench.Changes.Take(Renamed);
        bench.Changes.Take(Titled);
        await bench.Updated.UntilAsync(all => all.Length == 2, "both changes");
        Assert.Equal(new ProfileChanged("ann", Ann), Assert.Single(profiles.All));
        Assert.Equal(("Annabel", 5L), await TitleAsync(bench));
    }

    [Fact]
    public async Task Missed_messages_come_with_the_next_sync_also_for_a_conversation_that_moved()
    {
        await using Bench bench = await BeginAsync();
        bench.Hub.Heads["d:ann:bob"] = 7;
        bench.Hub.Syncs = _ => ScriptedHub.Nothing("2") with { Changes = [Renamed, Titled], Conversations = [ScriptedHub.Head("d:ann:bob", 7)] };
        bench.Syncing.Request();
        await bench.Synced.UntilAsync(all => all.Length == 1, "a sync");
        await profiles.UntilAsync(all => all.Length == 1, "the profile");
        Assert.Equal(("Annabel", 7L), await TitleAsync(bench));
    }

    [Fact]
    public async Task A_server_that_names_no_title_changes_none()
    {
        await using Bench bench = await BeginAsync();
        bench.Changes.Take(new ConversationChange { Kind = ChangeKind.Updated, ConversationId = "d:ann:bob" });
        bench.Changes.Take(new ConversationChange { Kind = ChangeKind.Profile });
        await bench.Updated.UntilAsync(all => all.Length == 2, "both changes");
        Assert.Equal(("Ann", 5L), await TitleAsync(bench));
        Assert.Empty(profiles.All);
    }

    private async Task<Bench> BeginAsync()
    {
        Bench bench = new();
        bench.Events.Profiles.Add(changed =>
        {
            profiles.Add(changed);
            return Task.CompletedTask;
        });
        await bench.HasAsync(new StoredConversation { ConversationId = "d:ann:bob", Title = "Ann", Head = 5, Applied = 5, Handled = 5, FirstSeq = 1 });
        await bench.Store.WriteAsync(new ConversationWrite { Cursor = "1" });
        return bench;
    }

    private static async Task<(string? Title, long Head)> TitleAsync(Bench bench) =>
        await bench.RowAsync("d:ann:bob") is var row ? (row.Title, row.Head) : default;
}
