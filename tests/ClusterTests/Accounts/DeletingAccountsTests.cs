using ImOrleans.ClusterTests.Running;
using ImOrleans.Grains.Accounts;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Presence;
using Xunit;

namespace ImOrleans.ClusterTests.Accounts;

public sealed class DeletingAccountsTests(ImCluster cluster) : IClassFixture<ImCluster>
{
    private const string Password = "correct horse battery";
    private static readonly SignInSource Home = SignInSource.OfKnownDevice("phone");

    /// <summary>The calls of a deletion, in their order.</summary>
    public static TheoryData<string, bool> Steps { get; } = new(
        from step in new[] { "sessions", "presence", "profile", "index", "group", "direct", "leave", "known", "erase", "clear" }
        from isDone in new[] { false, true }
        select (step, isDone));

    [Theory, MemberData(nameof(Steps))]
    public async Task A_deletion_whose_activation_ends_between_two_steps_is_gone_through_to_its_end(string step, bool isDone)
    {
        Deleted ann = await Settle();
        (IAddressable grain, string method) = CallOf(ann, step);
        using (isDone ? cluster.Calls.LoseAnswers(grain, method) : cluster.Calls.Fail(grain, method))
        {
            // Whether the caller hears of the failure depends on the step.
            await ((Task)ann.Account.Delete(Password, Home)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await cluster.Calls.Until(grain, method);
            await cluster.Forget(ann.Account);
        }

        await Refusals.Refused(ErrorCode.WrongCredentials, ann.Account.Prove(Password, SignInSource.OfKnownDevice("laptop")));
        await EnsureGone(ann);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deletion_whose_store_fails_is_decided_or_not_and_can_be_repeated(bool afterCommit)
    {
        Deleted ann = await Settle();
        cluster.States.Fail(ann.Account.GetGrainId().ToString(), "account", writes: 1, afterCommit);

        await Refusals.Refused(ErrorCode.StoreUnavailable, ann.Account.Delete(Password, Home));
        Task repeated = ann.Account.Delete(Password, Home);
        await (afterCommit ? Refusals.Refused(ErrorCode.WrongCredentials, repeated) : repeated);

        await EnsureGone(ann);
    }

    [Fact]
    public async Task A_user_who_is_deleted_while_being_added_is_taken_out_of_the_group_again()
    {
        Deleted ann = await Settle();
        string bob = await cluster.NewUser("bob");
        string group = await cluster.NewGroup(bob);
        using (cluster.Calls.Fail(cluster.User(ann.UserId), nameof(IUserGrain.Join)))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => cluster.Group(group).Add(bob, [ann.UserId]));
            await ann.Account.Delete(Password, Home);
            await EnsureGone(ann);
        }

        Assert.Equal(1, (await cluster.Group(group).Get(bob)).MemberCount);
        Assert.Equal([bob], (await cluster.Group(group).Members(bob, 10, null)).Items.Select(member => member.UserId));
    }

    [Fact]
    public async Task A_user_who_is_deleted_while_a_conversation_with_them_opens_is_not_written_to()
    {
        Deleted ann = await Settle();
        string bob = await cluster.NewUser("bob");
        string direct = ConversationKey.Direct(ann.UserId, bob);
        using (cluster.Calls.Fail(cluster.User(ann.UserId), nameof(IUserGrain.Join)))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => cluster.Direct(direct).Open(bob));
            await ann.Account.Delete(Password, Home);
            await EnsureGone(ann);
        }

        await Refusals.Refused(ErrorCode.PeerDeleted, cluster.Send(bob, direct, "1"));
        await cluster.Forget(cluster.Conversation(direct));
        await Refusals.Refused(ErrorCode.PeerDeleted, cluster.Send(bob, direct, "2"));
    }

    [Fact]
    public async Task A_sign_in_that_was_proved_before_the_deletion_opens_no_session()
    {
        Deleted ann = await Settle();
        ProvenAccount proven = await ann.Account.Prove(Password, Home);
        await ann.Account.Delete(Password, Home);

        await Refusals.Refused(ErrorCode.WrongCredentials, Sessions(ann.UserId).Open(new DeviceInfo { Platform = "web" }, proven.PasswordVersion));
        await Refusals.Refused(ErrorCode.WrongCredentials, Sessions(ann.UserId).Open(new DeviceInfo { Platform = "web" }));
    }

    [Fact]
    public async Task Watchers_of_a_deleted_user_learn_no_more_than_about_an_unknown_one()
    {
        Deleted ann = await Settle();
        FakeGateway gateway = await cluster.NewGateway(ann.Friend);
        await cluster.Presence(ann.UserId).Watch(gateway.Id, [ann.Friend]);

        await ann.Account.Delete(Password, Home);

        await gateway.Until<PresenceChanged>((audience, _) => audience.Equals(ImOrleans.Grains.Delivery.Audience.Watchers(ann.UserId)));
        Assert.Equal(UserPresence.Nothing(ann.UserId), (await cluster.Presence(ann.UserId).Watch(gateway.Id, [ann.Friend])).Presence);
        await EnsureGone(ann);
    }

    /// <summary>Ann, who has signed in, owns a group and writes with a friend.</summary>
    private async Task<Deleted> Settle()
    {
        string friend = await cluster.NewUser("friend");
        IAccountGrain account = cluster.Grains.GetGrain<IAccountGrain>(cluster.NewName("account"));
        string userId = await account.Register(Password, "Ann");
        await Sessions(userId).Open(new DeviceInfo { DeviceId = "phone", Platform = "web" }, 0);
        await cluster.Presence(userId).SetPrivacy(new PresencePrivacy { VisibleTo = PresenceVisibility.Nobody });
        string direct = await cluster.NewDirect(userId, friend);
        string group = await cluster.NewGroup(userId, friend);
        await cluster.Post(userId, direct, "erased");
        return new Deleted(account, userId, friend, direct, group);
    }

    private (IAddressable Grain, string Method) CallOf(Deleted ann, string step) => step switch
    {
        "sessions" => (Sessions(ann.UserId), nameof(ISessionsGrain.Close)),
        "presence" => (cluster.Presence(ann.UserId), nameof(IPresenceGrain.Close)),
        "profile" => (Profile(ann.UserId), nameof(IProfileGrain.Delete)),
        "index" => (cluster.User(ann.UserId), nameof(IUserClosingGrain.Close)),
        "group" => (cluster.Group(ann.Group), nameof(IGroupGrain.Remove)),
        "direct" => (cluster.Direct(ann.Direct), nameof(IDirectConversationGrain.Close)),
        "known" => (cluster.User(ann.UserId), nameof(IUserClosingGrain.Known)),
        "erase" => (cluster.Conversation(ann.Direct), nameof(IConversationErasureGrain.Erase)),
        "clear" => (cluster.User(ann.UserId), nameof(IUserClosingGrain.Clear)),
        _ => (cluster.User(ann.UserId), nameof(IUserGrain.Leave)),
    };

    private async Task EnsureGone(Deleted ann)
    {
        await Waiting.Until(async () => (await cluster.User(ann.UserId).List(10, null)).Items.Length == 0, "The index was not cleared.");
        IUserClosingGrain closing = cluster.Grains.GetGrain<IUserClosingGrain>(ann.UserId);
        await Waiting.Until(async () => (await closing.Close(10)).Length == 0, "The user stayed in conversations.");
        await Waiting.Until(
            async () => (await closing.Known("", 10)).Length == 0, "The index was not cleared of conversations that the user had left.");
        Assert.Null(await ann.Account.Owner());
        Assert.Empty(await Sessions(ann.UserId).List(""));
        Assert.Equal(Tombstone.Of(ann.UserId), await Profile(ann.UserId).Get());
        Assert.Equal(UserPresence.Nothing(ann.UserId), await cluster.Presence(ann.UserId).Get(ann.UserId));
        Assert.Equal(ann.Friend, (await cluster.Group(ann.Group).Get(ann.Friend)).OwnerId);
        Assert.Equal(1, (await cluster.Group(ann.Group).Get(ann.Friend)).MemberCount);
        await Refusals.Refused(ErrorCode.PeerDeleted, cluster.Send(ann.Friend, ann.Direct, "late"));
        IReadOnlyList<StoredEntry> entries = await cluster.Entries(ann.Direct);
        Assert.Equal(["text", "erase"], entries.Select(entry => entry.Kind));
        Assert.Equal("erase", entries[0].Overlay?.RedactedBy);
        Assert.All(entries, entry => Assert.True(entry.Body.IsEmpty));
        await Refusals.Refused(ErrorCode.UsernameTaken, ann.Account.Register(Password, "Eve"));
    }

    private ISessionsGrain Sessions(string userId) => cluster.Grains.GetGrain<ISessionsGrain>(userId);

    private IProfileGrain Profile(string userId) => cluster.Grains.GetGrain<IProfileGrain>(userId);

    private sealed record Deleted(IAccountGrain Account, string UserId, string Friend, string Direct, string Group);
}
