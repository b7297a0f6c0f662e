using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Push;
using Xunit;

namespace ImOrleans.ClusterTests.Push;

/// <summary>Which messages notify, and what becomes of a notification that is shown.</summary>
public sealed class DecidingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task What_was_read_elsewhere_meanwhile_is_not_sent_and_what_is_shown_is_withdrawn()
    {
        var (anna, ben, id) = await NewDirect();
        string token = await cluster.RegisterPush(ben, "d1");
        await cluster.Post(anna, id, "c1");
        PushRequest shown = await cluster.Provider.Until(token, 1);
        await cluster.Decides(ben, decision => decision.Outcome == "accepted");
        await cluster.User(ben).Read(id, 1, "x");
        PushRequest withdrawn = await cluster.Provider.Until(token, request => request.Kind == PushKind.Withdraw, "Nothing was withdrawn.");
        Assert.Equal((shown.CollapseId, 0, "", ""), (withdrawn.CollapseId, withdrawn.Badge, withdrawn.Title, withdrawn.Body));
        Assert.NotEqual(shown.Id, withdrawn.Id);

        using (cluster.Calls.Fail(cluster.User(ben), nameof(IUserNotifyGrain.Notifying)))
        {
            int before = cluster.Calls.Count(cluster.User(ben), nameof(IUserNotifyGrain.Notifying));
            await cluster.Post(anna, id, "c2");
            await cluster.Calls.Until(cluster.User(ben), nameof(IUserNotifyGrain.Notifying), before + 1);
            await cluster.User(ben).Read(id, 2, "x");
        }

        await cluster.Decides(ben, decision => decision is { Reason: "read-elsewhere", Seq: 2 });
        Assert.DoesNotContain(cluster.Provider.Of(token), request => request.Seq == 2);
    }

    [Fact]
    public async Task Muted_conversations_and_levels_are_kept_to_and_count_in_no_badge()
    {
        var (anna, ben, id) = await NewDirect();
        string token = await cluster.RegisterPush(ben, "d1");
        await Choose(ben, id, new ConversationSettings { MutedUntil = cluster.Time.GetUtcNow().AddHours(1) });
        await cluster.Post(anna, id, "c1");
        await cluster.Decides(ben, decision => decision is { Reason: "muted", Seq: 1 });
        await Choose(ben, id, new ConversationSettings { MutedUntil = cluster.Time.GetUtcNow().AddHours(-1), Notify = NotifyLevel.None });
        await cluster.Post(anna, id, "c2");
        await cluster.Decides(ben, decision => decision is { Reason: "level-none", Seq: 2 });
        string other = await cluster.NewDirect(await cluster.NewUser("carl"), ben);
        await cluster.Post(ConversationPeer(other, ben), other, "x1");
        Assert.Equal(1, (await cluster.Provider.Until(token, 1)).Badge);

        await Choose(ben, id, new ConversationSettings { Notify = NotifyLevel.Mentions });
        await cluster.Post(anna, id, "c3");
        await cluster.Decides(ben, decision => decision is { Reason: "nothing-new", Seq: 3 });
        await cluster.Conversation(id).Send(anna, [new() { ConnectionId = "", Drafts = [ImCluster.Draft("c4") with { Mentions = [ben] }] }]);
        Assert.Equal("text of c4", (await cluster.Provider.Until(token, 4)).Body);
    }

    [Fact]
    public async Task Own_messages_and_notices_do_not_notify_and_a_removed_member_gets_nothing()
    {
        string[] users = await cluster.NewUsersWith(["d1"], "anna", "ben");
        (string anna, string ben) = (users[0], users[1]);
        string[] tokens = [await cluster.RegisterPush(anna, "d1"), await cluster.RegisterPush(ben, "d1")];
        string group = await cluster.NewGroup(anna, ben);
        await cluster.Decides(ben, decision => decision.Reason == "nothing-new");
        await cluster.Post(anna, $"g:{group}", "c1");
        PushRequest request = await cluster.Provider.Until(tokens[1], 1);
        Assert.Equal(("anna: text of c1", group), (request.Body, request.Title));

        using (cluster.Calls.Fail(cluster.User(ben), nameof(IUserNotifyGrain.Notifying)))
        {
            int before = cluster.Calls.Count(cluster.User(ben), nameof(IUserNotifyGrain.Notifying));
            await cluster.Post(anna, $"g:{group}", "c2");
            await cluster.Calls.Until(cluster.User(ben), nameof(IUserNotifyGrain.Notifying), before + 1);
            await cluster.Group(group).Remove(anna, ben);
        }

        await cluster.Decides(ben, decision => decision.Reason == "not-a-member");
        Assert.Single(cluster.Provider.Of(tokens[1]), sent => sent.Kind == PushKind.Alert);
        Assert.Empty(cluster.Provider.Of(tokens[0]));
    }

    [Fact]
    public async Task Quiet_hours_suppress_and_hidden_texts_are_not_sent()
    {
        var (anna, ben, id) = await NewDirect();
        string token = await cluster.RegisterPush(ben, "d1", language: "zh-CN");
        await cluster.Push(ben).SetSettings(new PushSettings
        {
            DoNotDisturb = new DoNotDisturb { From = "00:00", To = "00:00", TimeZone = "Asia/Shanghai" },
        });
        await cluster.Post(anna, id, "c1");
        await cluster.Decides(ben, decision => decision is { Reason: "do-not-disturb", Seq: 1 });
        await cluster.User(ben).Read(id, 1, "x");
        await cluster.Push(ben).SetSettings(new PushSettings { HideText = true });
        await cluster.Post(anna, id, "c2");
        Assert.Equal("新消息", (await cluster.Provider.Until(token, 2)).Body);
        await cluster.Post(anna, id, "c3");
        Assert.Equal("2 条新消息", (await cluster.Provider.Until(token, 3)).Body);
    }

    [Fact]
    public async Task Settings_reach_the_users_devices_by_push_and_sync()
    {
        var (_, ben, id) = await NewDirect();
        FakeGateway gateway = await cluster.NewGateway(ben);
        string cursor = (await cluster.User(ben).Sync(new SyncRequest())).Cursor;
        DateTimeOffset until = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ConversationSettings chosen = await Choose(ben, id, new ConversationSettings { MutedUntil = until });
        await cluster.Push(ben).SetSettings(new PushSettings { Language = "en" });
        await gateway.Until<Grains.Delivery.Payloads.ConversationChanged>(payload =>
            payload.Change is { Kind: ChangeKind.Settings, Setting: SettingName.Push });

        Assert.Equal((until, NotifyLevel.All), (chosen.MutedUntil, chosen.Notify));
        Assert.Contains(
            gateway.Of<Grains.Delivery.Payloads.ConversationChanged>(),
            pushed => pushed.Payload.Change is { Kind: ChangeKind.Notify, Notify: NotifyLevel.All } change && change.MutedUntil == until);
        SyncResult synced = await cluster.User(ben).Sync(new SyncRequest { Cursor = cursor });
        Assert.Equal([ChangeKind.Notify, ChangeKind.Settings], synced.Changes.Select(change => change.Kind));
        Assert.Equal(until, synced.Conversations.Single(head => head.ConversationId == id).MutedUntil);
        Assert.Equal(until, (await cluster.User(ben).List(10, null)).Items.Single(row => row.ConversationId == id).MutedUntil);
    }

    [Fact]
    public async Task A_notification_that_is_opened_is_noted_once()
    {
        var (anna, ben, id) = await NewDirect();
        string token = await cluster.RegisterPush(ben, "d1");
        await cluster.Post(anna, id, "c1");
        PushRequest request = await cluster.Provider.Until(token, 1);
        await cluster.Decides(ben, decision => decision.Outcome == "accepted");
        await cluster.Push(ben).Opened("d1", "unknown");
        await cluster.Push(ben).Opened("d1", request.Id);
        await cluster.Push(ben).Opened("d1", request.Id);
        Assert.Single((await cluster.Push(ben).Report()).Decisions, decision => decision.Outcome == "opened");
    }

    private Task<ConversationSettings> Choose(string userId, string id, ConversationSettings settings) =>
        cluster.Grains.GetGrain<IUserNotifyGrain>(userId).Choose(id, settings);

    private static string ConversationPeer(string conversationId, string userId) =>
        conversationId.Split(':')[1..].Single(other => other != userId);

    private async Task<(string Anna, string Ben, string Id)> NewDirect()
    {
        string[] users = await cluster.NewUsersWith(["d1"], "anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
