using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Push;
using Xunit;

namespace ImOrleans.ClusterTests.Push;

/// <summary>From a message to the provider of a device that is away.</summary>
public sealed class NotifyingTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    [Fact]
    public async Task A_message_to_a_device_that_is_away_reaches_its_provider_once()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string token = await cluster.RegisterPush(ben, "d1");
        await cluster.Post(anna, id, "c1");

        PushRequest request = await cluster.Provider.Until(token, 1);
        await cluster.Decides(ben, decision => decision.Outcome == "accepted");

        Assert.Equal((id, 1L, "text of c1", 1, $"/#/c/{id}"), (request.ConversationId, request.Seq, request.Body, request.Badge, request.Link));
        Assert.StartsWith("anna", request.Title, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", request.Id);
        Assert.Matches("^[0-9a-f]{32}$", request.CollapseId);
        await cluster.Post(anna, id, "c2");
        PushRequest second = await cluster.Provider.Until(token, 2);
        Assert.Equal((request.CollapseId, "2 new messages", 2), (second.CollapseId, second.Body, second.Badge));
        Assert.Equal([1L, 2L], cluster.Provider.Of(token).Select(sent => sent.Seq));
        Assert.NotEqual(request.Id, second.Id);
    }

    [Fact]
    public async Task A_notification_that_was_stored_is_sent_after_its_grain_has_ended()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string token = await cluster.RegisterPush(ben, "d1");
        using (cluster.Calls.Fail(cluster.User(ben), nameof(IUserNotifyGrain.Notifying)))
        {
            await cluster.Post(anna, id, "c1");
            await cluster.Calls.Until(cluster.User(ben), nameof(IUserNotifyGrain.Notifying));
            await cluster.Forget(cluster.Push(ben));
            Assert.Empty(cluster.Provider.Of(token));
        }

        Assert.Equal(1, (await cluster.Push(ben).Report()).Waiting);
        await cluster.Provider.Until(token, 1);
        await cluster.Decides(ben, decision => decision.Outcome == "accepted");
        Assert.Single(cluster.Provider.Of(token));
    }

    [Fact]
    public async Task A_provider_that_took_it_before_that_was_stored_gets_it_again_with_the_same_id()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string token = await cluster.RegisterPush(ben, "d1");
        using (cluster.Calls.Fail(cluster.User(ben), nameof(IUserNotifyGrain.Notifying)))
        {
            await cluster.Post(anna, id, "c1");
            await cluster.Calls.Until(cluster.User(ben), nameof(IUserNotifyGrain.Notifying));
            cluster.States.Fail(cluster.Push(ben).GetGrainId().ToString(), "push", writes: 1, afterCommit: false);
        }

        await cluster.Provider.Until(token, 1);
        await Waiting.Until(
            async () => (await cluster.Push(ben).Report()).Decisions.Any(decision => decision.Outcome == "accepted") && cluster.Provider.Of(token).Length > 1,
            "It was not sent again.");

        Assert.Single(cluster.Provider.Of(token).Select(request => request.Id).Distinct());
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again_and_a_lasting_one_is_not()
    {
        var (anna, ben, id) = await NewDirect("d1", "d2");
        string[] tokens = [await cluster.RegisterPush(ben, "d1"), await cluster.RegisterPush(ben, "d2")];
        cluster.Provider.Answer(tokens[0], new PushResult(PushOutcome.Later, "busy"), new PushResult(PushOutcome.Later, "busy"));
        cluster.Provider.Answer(tokens[1], new PushResult(PushOutcome.Refused, "bad payload"));
        await cluster.Post(anna, id, "c1");
        await cluster.Decides(ben, decision => decision is { Outcome: "accepted", DeviceId: "d1" });
        await cluster.Decides(ben, decision => decision is { Outcome: "refused", DeviceId: "d2", Reason: "bad payload" });

        Assert.Equal(3, cluster.Provider.Of(tokens[0]).Length);
        Assert.Single(cluster.Provider.Of(tokens[0]).Select(request => request.Id).Distinct());
        Assert.Single(cluster.Provider.Of(tokens[1]));
    }

    [Fact]
    public async Task A_token_that_ended_at_its_provider_is_removed()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string token = await cluster.RegisterPush(ben, "d1");
        cluster.Provider.Answer(token, new PushResult(PushOutcome.TokenEnded, "UNREGISTERED"));
        await cluster.Post(anna, id, "c1");
        await cluster.Decides(ben, decision => decision.Outcome == "token-ended");

        PushReport report = await cluster.Push(ben).Report();
        Assert.Empty(report.Devices);
        Assert.Equal(0, report.Waiting);
    }

    [Fact]
    public async Task A_token_that_another_account_registers_leaves_the_first_one()
    {
        var (anna, ben, id) = await NewDirect("d1");
        string token = await cluster.RegisterPush(ben, "d1");
        await cluster.Push(anna).Register("d1", new PushTokenRequest { Provider = RecordingSender.Name, Token = token });
        await cluster.Post(anna, id, "c1");
        await cluster.Decides(ben, decision => decision.Reason == "token-moved");
        Assert.Empty(cluster.Provider.Of(token));
        Assert.Empty((await cluster.Push(ben).Report()).Devices);

        await cluster.Post(ben, id, "c2");
        Assert.Equal(2, (await cluster.Provider.Until(token, 2)).Seq);
    }

    [Fact]
    public async Task A_device_that_was_signed_out_is_notified_no_more()
    {
        var (anna, ben, id) = await NewDirect("d1", "d2");
        string[] tokens = [await cluster.RegisterPush(ben, "d1"), await cluster.RegisterPush(ben, "d2")];
        await cluster.Sessions(ben).End("d1", SignedOutReason.Ended);
        Assert.Equal(["d2"], (await cluster.Push(ben).Report()).Devices.Select(device => device.DeviceId));

        using (cluster.Calls.Fail(cluster.Push(ben), nameof(IPushGrain.Unregister)))
        {
            await cluster.Sessions(ben).End("d2", SignedOutReason.Ended);
        }

        await cluster.Push(ben).HandOver("d2", [new() { ConversationId = id, Seq = 1 }]);
        await cluster.Decides(ben, decision => decision.Reason == "signed-out");
        Assert.All(tokens, token => Assert.Empty(cluster.Provider.Of(token)));
    }

    [Fact]
    public async Task A_user_without_a_token_costs_one_question_and_a_later_token_counts_at_once()
    {
        var (anna, ben, id) = await NewDirect("d1");
        await cluster.Post(anna, id, "c1");
        await cluster.Calls.Until(cluster.Push(ben), nameof(IPushGrain.HandOver));
        for (int i = 2; i <= 4; i++)
        {
            await cluster.Post(anna, id, $"c{i}");
            await cluster.Calls.Until(cluster.User(ben), nameof(IUserGrain.TakenOver), times: i);
        }

        Assert.Equal(1, cluster.Calls.Count(cluster.Push(ben), nameof(IPushGrain.HandOver)));
        Assert.Equal(0, cluster.Calls.Count(cluster.User(ben), nameof(IUserNotifyGrain.Notifying)));
        string token = await cluster.RegisterPush(ben, "d1");
        await cluster.Calls.Until(cluster.Device(ben, "d1"), "Registered");
        await cluster.Post(anna, id, "c5");
        Assert.Equal("5 new messages", (await cluster.Provider.Until(token, 5)).Body);
    }

    [Fact]
    public async Task Tokens_and_settings_that_cannot_be_are_refused()
    {
        string ben = await cluster.NewUser("ben");
        await Refused(ErrorCode.PushNotConfigured, new PushTokenRequest { Provider = "fcm", Token = "t" });
        await Refused(ErrorCode.InvalidPushToken, new PushTokenRequest { Provider = RecordingSender.Name, Token = "a b" });
        await Refused(ErrorCode.InvalidPushToken, new PushTokenRequest { Provider = RecordingSender.Name, Token = new string('x', 4097) });
        await Refused(ErrorCode.InvalidPushToken, new PushTokenRequest { Provider = RecordingSender.Name, Token = "t", Sound = "../x" });
        await Refused(ErrorCode.InvalidPushSettings, new PushTokenRequest { Provider = RecordingSender.Name, Token = "t", Language = "no language" });
        Assert.Empty((await cluster.Push(ben).Report()).Devices);

        async Task Refused(ErrorCode code, PushTokenRequest request) =>
            Assert.Equal(code, (await Assert.ThrowsAsync<ImException>(() => cluster.Push(ben).Register("d1", request))).Code);
    }

    private async Task<(string Anna, string Ben, string Id)> NewDirect(params string[] deviceIds)
    {
        string[] users = await cluster.NewUsersWith(deviceIds, "anna", "ben");
        return (users[0], users[1], await cluster.NewDirect(users[0], users[1]));
    }
}
