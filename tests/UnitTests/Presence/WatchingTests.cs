using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Presence;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class WatchingTests
{
    private readonly FakePresence bob = new() { HiddenFrom = [] };
    private readonly ChatConnections connections = new(Options.Create(new GatewayOptions()));
    private readonly FakeDirectory directory = new();
    private readonly FakeSocket anns = new("a1");
    private readonly FakeSocket eves = new("e1");
    private readonly ChatConnection ann;
    private readonly ChatConnection eve;
    private readonly PresenceWatches watches;

    public WatchingTests()
    {
        (ann, eve) = (anns.Connect("ann"), eves.Connect("eve"));
        connections.Admit(ann);
        connections.Admit(eve);
        watches = Watches(new PresenceOptions());
    }

    [Fact]
    public async Task Only_watchers_are_notified()
    {
        Assert.Equal(["bob"], (await watches.Watch(ann, ["bob"])).Select(presence => presence.UserId));
        watches.Notify("bob", UserPresence.Nothing("bob"), stamp: 2);
        watches.Notify("carl", FakePresence.Online("carl"), stamp: 3);

        Assert.Equal(["bob False"], LastSent(anns));
        Assert.Empty(LastSent(eves));
    }

    [Fact]
    public async Task A_connection_watches_what_it_named_last_and_nothing_once_it_is_gone()
    {
        await watches.Watch(ann, ["bob"]);
        await watches.Watch(eve, ["bob"]);
        await watches.Watch(ann, ["carl"]);
        connections.Remove(eve, out _);
        watches.Forget(eve);
        watches.Notify("bob", UserPresence.Nothing("bob"), stamp: 2);

        Assert.Empty(LastSent(anns));
        Assert.Empty(LastSent(eves));
        Assert.Equal(["carl"], watches.UserIds);
    }

    [Fact]
    public async Task A_connection_that_has_gone_leaves_nothing_behind()
    {
        connections.Remove(ann, out _);
        watches.Forget(ann);
        await watches.Watch(ann, ["bob"]);

        Assert.Empty(watches.UserIds);
    }

    [Fact]
    public async Task A_push_that_overtakes_the_answer_is_what_is_answered()
    {
        bob.HiddenFrom = null;
        Task<UserPresence[]> answered = watches.Watch(ann, ["bob"]);
        FakePresence.Question question = await bob.NextQuestion();
        watches.Notify("bob", UserPresence.Nothing("bob"), stamp: 2);
        question.Answer.SetResult(new PresenceAnswer { Presence = FakePresence.Online("bob"), ReaderIds = ["ann"], Stamp = 1 });

        Assert.False((await answered.Soon())[0].Online);
        Assert.Empty(LastSent(anns));
    }

    [Fact]
    public async Task An_old_push_changes_nothing()
    {
        bob.Stamp = 5;
        await watches.Watch(ann, ["bob"]);
        watches.Notify("bob", UserPresence.Nothing("bob"), stamp: 4);

        Assert.Empty(LastSent(anns));
    }

    [Fact]
    public async Task When_not_everybody_may_see_it_the_owner_says_who_and_the_others_see_nothing_once()
    {
        await watches.Watch(ann, ["bob"]);
        await watches.Watch(eve, ["bob"]);
        (bob.HiddenFrom, bob.Stamp) = (["eve"], 2);
        await watches.AskAgain("bob");
        bob.Stamp = 3;
        await watches.AskAgain("bob");

        Assert.Empty(LastSent(anns));
        Assert.Equal(["bob False"], LastSent(eves));
    }

    [Fact]
    public async Task An_owner_that_has_just_forgotten_everything_does_not_make_anybody_go_offline()
    {
        await watches.Watch(ann, ["bob"]);
        await watches.Watch(eve, ["bob"]);
        bob.HiddenFrom = null;
        Task asking = watches.AskAgain("bob");
        (await bob.NextQuestion()).Answer.SetResult(
            new PresenceAnswer { Presence = UserPresence.Nothing("bob"), ReaderIds = ["ann"], Stamp = 2, IsUnsure = true });
        await asking.Soon();

        Assert.Empty(LastSent(anns));
        Assert.Equal(["bob False"], LastSent(eves));
    }

    [Fact]
    public async Task A_frame_without_a_presence_makes_it_ask_for_all_who_watch()
    {
        await watches.Watch(ann, ["bob"]);
        await watches.Watch(eve, ["bob"]);
        bob.HiddenFrom = null;
        watches.Notify("bob", presence: null, stamp: 2);

        Assert.Equal(["ann", "eve"], (await bob.NextQuestion()).ReaderIds.Order());
    }

    [Fact]
    public async Task A_user_requested_during_a_running_question_is_asked_for_once_more()
    {
        await watches.Watch(ann, ["bob"]);
        bob.HiddenFrom = null;
        Task asking = watches.AskAgain("bob");
        FakePresence.Question first = await bob.NextQuestion();
        Task[] again = [watches.AskAgain("bob"), watches.AskAgain("bob")];
        first.Answer.SetResult(Answer(2));
        (await bob.NextQuestion()).Answer.SetResult(Answer(3));

        await Task.WhenAll([asking, .. again]).Soon();
    }

    [Fact]
    public async Task Above_the_bound_of_watchers_a_request_is_answered_and_not_watched()
    {
        PresenceWatches narrow = Watches(new PresenceOptions { MaxWatchers = 1 });
        await narrow.Watch(ann, ["bob"]);
        Assert.True((await narrow.Watch(eve, ["bob"]))[0].Online);
        narrow.Notify("bob", UserPresence.Nothing("bob"), stamp: 2);

        Assert.Single(LastSent(anns));
        Assert.Empty(LastSent(eves));
    }

    [Fact]
    public async Task An_id_that_nobody_has_is_not_watched_and_its_owner_is_not_asked()
    {
        directory.Missing.Add("nobody");
        Assert.Equal([false, true], (await watches.Watch(ann, ["nobody", "bob"])).Select(presence => presence.Online));
        Assert.Equal(["bob"], watches.UserIds);
    }

    [Fact]
    public async Task The_last_call_of_a_connection_wins_though_the_directory_answers_an_earlier_one_later()
    {
        TaskCompletionSource held = new();
        directory.Held = held.Task;
        Task<UserPresence[]> first = watches.Watch(ann, ["carl"]);
        directory.Held = Task.CompletedTask;
        await watches.Watch(ann, ["bob"]);
        held.SetResult();
        await first.Soon();

        Assert.Equal(["bob"], watches.UserIds);
    }

    private static PresenceAnswer Answer(long stamp) => new() { Presence = FakePresence.Online("bob"), ReaderIds = ["ann"], Stamp = stamp };

    private static string[] LastSent(FakeSocket socket) =>
        [.. socket.Written.Select(frame => $"{frame.Arguments[0]} {frame.Arguments[1]}")];

    private PresenceWatches Watches(PresenceOptions options) => new(
        connections,
        directory.Users,
        FakeGrains.Factory(bob.Grain),
        new GatewayIdentity(TimeProvider.System),
        new Retries(TimeProvider.System, Options.Create(new GatewayOptions { RetryFor = TimeSpan.Zero }), new SiloLosses(isApart: false)),
        Options.Create(options),
        NullLogger<PresenceWatches>.Instance);
}
