using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Users;

public sealed class RenamingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_new_name_reaches_ones_own_devices_and_everybody_in_ones_conversations_and_nobody_else()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl", "stranger");
        string direct = await cluster.NewDirect(users[0], users[1]);
        await cluster.NewGroup(users[2], users[0]);
        FakeGateway gateway = await cluster.NewGateway(users);
        string[] cursors = await Cursors(users);

        UserProfile profile = await Profile(users[0]).Update("Annabel", null);
        ConversationChange renamed = new() { Kind = ChangeKind.Profile, UserId = users[0], Profile = profile };
        ConversationChange titled = new() { Kind = ChangeKind.Updated, ConversationId = direct, UserId = users[0], Title = "Annabel" };
        await Told(gateway, users[0], renamed);
        await Told(gateway, users[1], titled);
        await Told(gateway, users[2], renamed);

        Assert.Equal([renamed], await Missed(users[0], cursors[0]));
        Assert.Equal([renamed, titled], await Missed(users[1], cursors[1]));
        Assert.Equal([renamed], await Missed(users[2], cursors[2]));
        Assert.Empty(await Missed(users[3], cursors[3]));
        Assert.Equal("Annabel", Assert.Single((await cluster.User(users[1]).List(10, null)).Items).Title);
    }

    [Fact]
    public async Task A_missed_profile_is_named_once_however_often_the_name_changes()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        await cluster.NewDirect(users[0], users[1]);
        FakeGateway gateway = await cluster.NewGateway(users);
        string[] cursors = await Cursors(users);
        UserProfile last = await Profile(users[0]).Update("A1", null);
        foreach (int number in Enumerable.Range(2, 5))
        {
            last = await Profile(users[0]).Update($"A{number}", null);
        }

        ConversationChange renamed = new() { Kind = ChangeKind.Profile, UserId = users[0], Profile = last };
        await Told(gateway, users[1], renamed);
        Assert.Equal(renamed, Assert.Single(await Missed(users[1], cursors[1]), change => change.Kind == ChangeKind.Profile));
    }

    [Fact]
    public async Task A_change_that_was_stored_and_not_announced_is_announced_by_the_next_activation()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        await cluster.NewDirect(users[0], users[1]);
        FakeGateway gateway = await cluster.NewGateway(users);
        string[] cursors = await Cursors(users);
        using (cluster.Calls.Fail(cluster.User(users[0]), nameof(IUserGrain.Changed)))
        {
            await Profile(users[0]).Update("Annabel", null);
            await cluster.Calls.Until(cluster.User(users[0]), nameof(IUserGrain.Changed));
            await cluster.Forget(Profile(users[0]));
            Assert.Empty(await Missed(users[1], cursors[1]));
        }

        UserProfile profile = (await Profile(users[0]).Get())!;
        await Told(gateway, users[1], new ConversationChange { Kind = ChangeKind.Profile, UserId = users[0], Profile = profile });
        Assert.Equal("Annabel", profile.DisplayName);
    }

    [Fact]
    public async Task A_member_who_cannot_be_reached_is_notified_later_and_the_others_once()
    {
        string[] users = await cluster.NewUsers("anna", "ben", "carl");
        await cluster.NewGroup(users[0], users[1..]);
        FakeGateway gateway = await cluster.NewGateway(users);
        UserProfile profile;
        using (cluster.Calls.Fail(cluster.User(users[1]), nameof(IUserGrain.Changed)))
        {
            profile = await Profile(users[0]).Update("Annabel", null);
            await cluster.Calls.Until(cluster.User(users[1]), nameof(IUserGrain.Changed));
        }

        await Told(gateway, users[1], new ConversationChange { Kind = ChangeKind.Profile, UserId = users[0], Profile = profile });
        Assert.Equal(1, cluster.Calls.Count(cluster.User(users[2]), nameof(IUserGrain.Changed)));
    }

    [Fact]
    public async Task A_changed_profile_whose_store_fails_is_noted_by_the_repetition()
    {
        string[] users = await cluster.NewUsers("anna", "ben");
        await cluster.NewDirect(users[0], users[1]);
        string[] cursors = await Cursors(users);
        cluster.States.Fail(cluster.User(users[1]).GetGrainId().ToString(), "settings-0", writes: 1, afterCommit: false);
        await Profile(users[0]).Update("Annabel", null);
        await cluster.Calls.Until(cluster.User(users[1]), nameof(IUserGrain.Changed), times: 2);
        await Waiting.Until(async () => (await Missed(users[1], cursors[1])).Length == 2, "The member whose store failed was not notified.");
    }

    [Fact]
    public async Task A_setting_that_was_changed_reaches_ones_own_devices_and_a_later_sync()
    {
        string user = await cluster.NewUser("anna");
        ISessionsGrain sessions = cluster.Grains.GetGrain<ISessionsGrain>(user);
        SessionTicket session = await sessions.Open(new DeviceInfo { Platform = "web" });
        FakeGateway gateway = await cluster.NewGateway(user);
        string cursor = (await cluster.User(user).Sync(new SyncRequest())).Cursor;
        await cluster.Grains.GetGrain<IPresenceGrain>(user).SetPrivacy(new() { VisibleTo = PresenceVisibility.Nobody });
        await Told(gateway, user, Set(SettingName.Presence));
        await sessions.SetPolicy(session.SessionId, SignInPolicy.OneDevice);
        await Told(gateway, user, Set(SettingName.SignInPolicy));
        Assert.Equal([Set(SettingName.Presence), Set(SettingName.SignInPolicy)], await Missed(user, cursor));
    }

    [Fact]
    public async Task A_setting_that_was_stored_and_not_reported_is_reported_by_the_next_activation()
    {
        string user = await cluster.NewUser("anna");
        IPresenceGrain presence = cluster.Grains.GetGrain<IPresenceGrain>(user);
        string cursor = (await cluster.User(user).Sync(new SyncRequest())).Cursor;
        using (cluster.Calls.Fail(cluster.User(user), nameof(IUserGrain.Changed)))
        {
            await presence.SetPrivacy(new() { VisibleTo = PresenceVisibility.Nobody });
            await cluster.Calls.Until(cluster.User(user), nameof(IUserGrain.Changed));
            await cluster.Forget(presence);
            Assert.Empty(await Missed(user, cursor));
        }

        await presence.Privacy();
        await Waiting.Until(async () => (await Missed(user, cursor)).SequenceEqual([Set(SettingName.Presence)]), "The setting was not reported.");
    }

    private IProfileGrain Profile(string userId) => cluster.Grains.GetGrain<IProfileGrain>(userId);

    private static ConversationChange Set(string setting) => new() { Kind = ChangeKind.Settings, Setting = setting };

    private static Task Told(FakeGateway gateway, string userId, ConversationChange change) =>
        gateway.Until<ConversationChanged>((audience, pushed) => audience.UserIds.Contains(userId) && pushed.Change == change);

    private Task<string[]> Cursors(string[] users) =>
        Task.WhenAll(users.Select(async userId => (await cluster.User(userId).Sync(new SyncRequest())).Cursor));

    private async Task<ConversationChange[]> Missed(string userId, string cursor) =>
        (await cluster.User(userId).Sync(new SyncRequest { Cursor = cursor })).Changes;
}
