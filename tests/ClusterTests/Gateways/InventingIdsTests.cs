using System.Text.Json;
using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.ClusterTests.Gateways;

/// <summary>Clients choose the ids that they ask for. An unknown id must cost no state at any door.</summary>
public sealed class InventingIdsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private const int Ids = 200;

    [Fact]
    public async Task Two_hundred_invented_ids_at_each_door_activate_nothing()
    {
        await using RealGateway gateway = await RealGateway.Start(cluster, "Im:Limits:UserCallBurst=100000", "Im:Limits:CallBurst=100000", "Im:Limits:UserSendBurst=100000", "Im:Limits:SendBurst=100000");
        await using RawClient eve = await RawClient.SignUp(gateway, "eve");
        await using RawClient bob = await RawClient.SignUp(gateway, "bob");
        string foreign = await cluster.NewDirect(bob.UserId, await cluster.NewUser("carl"));
        string group = await cluster.NewGroup(bob.UserId);
        await eve.Call("Sync", new { });
        string[] invented = [.. Enumerable.Range(0, Ids).Select(i => $"invented-{i}")];
        int before = await Activations();

        Assert.Equal(0, await eve.Ask("GET", $"api/presence?userIds={string.Join(',', invented)}"));
        Assert.Equal(0, await eve.Ask("GET", $"api/users?ids={string.Join(',', invented)}"));
        Assert.Equal(0, await eve.Call("WatchPresence", (object)invented));
        Assert.Equal(0, await eve.Call("Sync", new { heads = invented.ToDictionary(id => $"g:{id}", _ => 7) }));
        Assert.Equal(0, await eve.Call("Delivered", (object)invented.Select(id => new { conversationId = $"g:{id}", seq = 7 }).ToArray()));
        await Parallel.ForEachAsync(invented, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (id, _) =>
        {
            Assert.Equal((int)ErrorCode.UnknownUser, await eve.Ask("GET", $"api/users/{id}"));
            Assert.Equal((int)ErrorCode.UnknownUser, await eve.Ask("POST", "api/conversations/direct", new { userId = id }));
            Assert.Equal((int)ErrorCode.UnknownUser, await eve.Ask("POST", "api/groups", new { name = "Friends", memberIds = new[] { id } }));
            await EnsureStranger(eve, $"g:{id}");
            await EnsureStranger(eve, ConversationKey.Direct(eve.UserId, id));
            await EnsureNotInGroup(eve, id, id);
        });

        // Ids of other users get the same answer.
        await EnsureStranger(eve, foreign);
        await EnsureStranger(eve, $"g:{group}");
        await EnsureNotInGroup(eve, group, bob.UserId);
        Assert.DoesNotContain(cluster.Calls.Keys, key => key.Contains("invented-", StringComparison.Ordinal));
        Assert.InRange(await Activations(), 0, before);
    }

    [Fact]
    public async Task A_grain_that_is_asked_for_an_invented_id_all_the_same_goes_at_once()
    {
        string anna = await cluster.NewUser("anna");
        int before = await Activations();
        for (int i = 0; i < 20; i++)
        {
            string id = cluster.NewName("nothing");
            await Refusals.Refused(ErrorCode.NotAMember, cluster.Conversation($"g:{id}").History(anna, new HistoryQuery()));
            await Refusals.Refused(ErrorCode.NotAMember, cluster.Conversation(ConversationKey.Direct(anna, id)).History(anna, new HistoryQuery()));
            await Refusals.Refused(ErrorCode.UnknownUser, cluster.Direct(ConversationKey.Direct(anna, id)).Open(anna));
            await Refusals.Refused(ErrorCode.NotInGroup, cluster.Group(id).Get(anna));
            await Refusals.Refused(ErrorCode.InvalidGroupName, cluster.Group(id).Create(anna, " ", []));
            Assert.Null(await cluster.Grains.GetGrain<IProfileGrain>(id).Get());
        }

        await Waiting.Until(async () => await Activations() <= before, "Grains of invented ids stayed.");
    }

    [Fact]
    public async Task A_new_member_is_served_at_once_at_any_gateway_and_a_former_one_finds_the_receipts()
    {
        await using RealGateway one = await RealGateway.Start(cluster);
        await using RealGateway two = await RealGateway.Start(cluster);
        await using RawClient dora = await RawClient.SignUp(one, "dora");
        await using RawClient emil = await RawClient.SignUp(two, "emil");
        await using RawClient away = await RawClient.SignIn(two, "dora");

        string id = await MakeAsync(dora, "api/conversations/direct", new { userId = emil.UserId }, "conversationId");
        Assert.Equal(0, await dora.Call("Send", id, Draft("m1")));
        Assert.Equal(0, await emil.Call("Send", id, Draft("m2")));
        Assert.Equal(0, await away.Call("History", id, new { }));

        string group = await MakeAsync(dora, "api/groups", new { name = "Friends", memberIds = Array.Empty<string>() }, "groupId");
        Assert.Equal((int)ErrorCode.NotAMember, await emil.Call("History", $"g:{group}", new { }));
        Assert.Equal(0, await away.Ask("POST", $"api/groups/{group}/members", new { userIds = new[] { emil.UserId } }));
        Assert.Equal(0, await emil.Call("History", $"g:{group}", new { }));
        Assert.Equal(0, await emil.Call("Send", $"g:{group}", Draft("m3")));
        Assert.Equal(0, await dora.Ask("DELETE", $"api/groups/{group}/members/{emil.UserId}"));

        await using RealGateway three = await RealGateway.Start(cluster);
        await using RawClient back = await RawClient.SignIn(three, "emil");
        Assert.Equal(0, await back.Call("Send", $"g:{group}", Draft("m3")));
        Assert.Equal((int)ErrorCode.NotAMember, await back.Call("Send", $"g:{group}", Draft("m4")));
        Assert.Equal((int)ErrorCode.NotAMember, await back.Call("History", $"g:{group}", new { }));
        Assert.Equal((int)ErrorCode.NotInGroup, await back.Ask("GET", $"api/groups/{group}"));
    }

    /// <summary>As clients do, it repeats a request that a busy silo did not answer in time.</summary>
    private static async Task<string> MakeAsync(RawClient client, string path, object body, string member)
    {
        string made = "";
        await Waiting.Until(
            async () =>
            {
                bool isMade = (await client.AskFor("POST", path, body)).Answer.TryGetProperty(member, out JsonElement value);
                made = isMade ? value.GetString()! : "";
                return isMade;
            },
            $"{path} was not answered.");
        return made;
    }

    private static object[] Draft(string id) => [new { clientMessageId = id, kind = MessageKind.Text, content = new { text = id } }];

    private static async Task EnsureStranger(RawClient eve, string conversationId)
    {
        object send = new { drafts = Draft("m") };
        int[] codes =
        [
            await eve.Ask("GET", $"api/conversations/{conversationId}/messages"),
            await eve.Ask("POST", $"api/conversations/{conversationId}/messages", send),
            await eve.Call("Send", conversationId, Draft("m")),
            await eve.Call("History", conversationId, new { }),
            await eve.Call("Read", conversationId, 1),
        ];
        Assert.All(codes, code => Assert.Equal((int)ErrorCode.NotAMember, code));

        // One typing a second and conversation is looked at, for 16 conversations.
        Assert.Contains(await eve.Call("Typing", conversationId), new[] { 0, (int)ErrorCode.NotAMember });
    }

    private static async Task EnsureNotInGroup(RawClient eve, string groupId, string userId)
    {
        int[] codes =
        [
            await eve.Ask("GET", $"api/groups/{groupId}"),
            await eve.Ask("GET", $"api/groups/{groupId}/members"),
            await eve.Ask("POST", $"api/groups/{groupId}/members", new { userIds = new[] { userId } }),
            await eve.Ask("DELETE", $"api/groups/{groupId}/members/{userId}"),
        ];
        Assert.All(codes, code => Assert.Equal((int)ErrorCode.NotInGroup, code));
    }

    private async Task<int> Activations()
    {
        string[] counted = [nameof(ConversationGrain), nameof(GroupGrain), nameof(UserGrain), nameof(ProfileGrain), nameof(PresenceGrain)];
        return (await cluster.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(type => counted.Any(name => type.GrainType.Contains(name, StringComparison.Ordinal))).Sum(type => type.ActivationCount);
    }
}
