using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Frames;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Presence;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using ImOrleans.UnitTests.Presence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

public sealed class PushingTests : IDisposable
{
    private readonly ChatConnections connections = new(Options.Create(new GatewayOptions { MaxConnectionsPerDevice = 2 }));
    private readonly FakeSessions owner = new();
    private readonly SessionCache sessions;
    private readonly FakeSocket alice = new("a1");
    private readonly FakeSocket aliceAtDesk = new("a2");
    private readonly FakeSocket bob = new("b1");
    private readonly FakePresence owners = new();
    private readonly FakeTimeProvider time = new();
    private readonly ConnectionReports reports;
    private readonly HeadCheckRounds rounds;
    private readonly ProcessPauses pauses;
    private readonly PresenceWatches watches;
    private readonly IGatewayObserver observer;

    public PushingTests()
    {
        sessions = new SessionCache(
            FakeGrains.Factory(owner.Grain), new GatewayIdentity(TimeProvider.System), Options.Create(new AuthOptions()), TimeProvider.System);
        reports = owners.Reports(connections);
        HeadChecks checks = new(connections, reports, NullLogger<HeadChecks>.Instance);
        IOptions<GatewayOptions> options = Options.Create(new GatewayOptions());
        rounds = new HeadCheckRounds(connections, checks, TimeProvider.System, options, NullLogger<HeadCheckRounds>.Instance);
        pauses = new ProcessPauses(isApart: true, rounds, options, time, NullLogger<ProcessPauses>.Instance);
        ForgottenUsers forgotten = new(connections, checks, Options.Create(new GatewayOptions()));
        watches = new(
            connections, new FakeDirectory().Users, FakeGrains.Factory(owners.Grain), new GatewayIdentity(TimeProvider.System),
            new Retries(TimeProvider.System, Options.Create(new GatewayOptions()), new SiloLosses(isApart: false)), Options.Create(new PresenceOptions()), NullLogger<PresenceWatches>.Instance);
        observer = new ServiceCollection().AddSingleton(connections).AddSingleton(sessions).AddSingleton(watches).AddSingleton(forgotten)
            .AddSingleton(new KnownConversations(FakeGrains.Factory(owners.Grain), Options.Create(new GatewayOptions())))
            .AddSingleton(pauses).AddSingleton<TimeProvider>(time).AddSingleton(options)
            .AddFrames().BuildServiceProvider().GetRequiredService<IGatewayObserver>();
        Add(alice.Connect("alice", "phone", "s1"));
        Add(aliceAtDesk.Connect("alice", "desk", "s2"));
        Add(bob.Connect("bob", "phone", "s3"));
    }

    public void Dispose()
    {
        pauses.Dispose();
        rounds.Dispose();
        reports.Dispose();
    }

    [Fact]
    public async Task A_user_forgotten_by_the_silos_is_attached_again_and_checks_after_that()
    {
        await observer.Push([new Frame(Audience.Users("alice", "nobody"), new RoutesLost())]);
        FakePresence.Reported again = await owners.NextReport();
        Assert.Empty(alice.Written);
        again.Answer.SetResult(true);

        await alice.Until(socket => socket.Written.Count > 0);
        await aliceAtDesk.Until(socket => socket.Written.Count > 0);
        Assert.Equal("CheckHeads", Assert.Single(alice.Written).Target);
        Assert.Equal("CheckHeads", Assert.Single(aliceAtDesk.Written).Target);
        Assert.Empty(bob.Written);
        Assert.Equal(1, owners.Count);
    }

    [Fact]
    public async Task The_connection_that_sent_gets_no_copy_and_all_others_do()
    {
        await observer.Push([Posted(["alice", "bob"], ["a1"], ("m1", "alice"))]);

        Assert.Empty(alice.Written);
        Assert.Equal(["m1"], aliceAtDesk.Posted);
        Assert.Equal(["m1"], bob.Posted);
    }

    [Fact]
    public async Task A_connection_that_sent_some_of_the_messages_gets_the_others_in_runs_without_holes()
    {
        await observer.Push([Posted(
            ["alice", "bob"], ["b1", "a1", "elsewhere", "", "a1"], ("m1", "bob"), ("m2", "alice"), ("m3", "carol"), ("m4", "carol"), ("m5", "alice"))]);

        Assert.Equal(["m1", "m3+m4"], alice.Posted);
        Assert.Equal(["m1+m2+m3+m4+m5"], aliceAtDesk.Posted);
        Assert.Equal(["m2+m3+m4+m5"], bob.Posted);
    }

    [Fact]
    public async Task Nobody_can_hide_a_message_from_another_users_connection()
    {
        await observer.Push([Posted(["bob"], ["b1"], ("m1", "alice"))]);

        Assert.Equal(["m1"], bob.Posted);
    }

    [Fact]
    public async Task A_frame_for_one_device_reaches_only_that_device()
    {
        Frame posted = Posted([], [], ("m1", "carol"));
        Absentees[] absent = await observer.Push(
            [posted with { Audience = Audience.Device("alice", "desk") }, posted with { Audience = Audience.Device("bob", "desk") }]);

        Assert.Empty(alice.Written);
        Assert.Equal(["m1"], aliceAtDesk.Posted);
        Assert.Empty(bob.Written);
        Assert.Equal(1, Assert.Single(absent).Frame);
    }

    [Fact]
    public async Task Users_without_a_connection_are_reported_back_per_frame()
    {
        connections.Remove(connections.Find("bob", "b1")!, out _);
        Absentees[] absent = await observer.Push(
            [Posted(["alice", "bob", "carol"], [], ("m1", "carol")), Behind("alice"), Behind("bob"), Change("bob")]);

        Assert.Equal([(0, "bob+carol"), (2, "bob")], absent.Select(users => (users.Frame, string.Join('+', users.UserIds))));
    }

    [Fact]
    public async Task Connections_that_are_behind_are_asked_to_check_once_per_push()
    {
        await observer.Push([Behind("alice", "bob"), Behind("alice")]);

        Assert.Equal("CheckHeads", Assert.Single(alice.Written).Target);
        Assert.Equal("CheckHeads", Assert.Single(bob.Written).Target);
    }

    [Fact]
    public async Task Everybody_is_every_connection_of_the_gateway()
    {
        Assert.Empty(await observer.Push([new Frame(Audience.Everybody, new HeadsMoved(""))]));

        Assert.All([alice, aliceAtDesk, bob], socket => Assert.Equal("CheckHeads", Assert.Single(socket.Written).Target));
    }

    [Fact]
    public async Task Watchers_are_the_connections_that_watch_a_user()
    {
        watches.Watch(connections.Find("bob", "b1")!, ["alice"]).Ignore();
        Assert.Empty(await observer.Push([new Frame(Audience.Watchers("alice"), new HeadsMoved("")), new Frame(Audience.Watchers("carol"), new HeadsMoved(""))]));

        Assert.Empty(alice.Written);
        Assert.Equal("CheckHeads", Assert.Single(bob.Written).Target);
    }

    [Fact]
    public async Task A_position_goes_to_all_but_the_connection_that_said_so()
    {
        PositionMoved read = new() { ConversationId = "c", MemberId = "alice", Seq = 7, Read = true, Origin = "a1" };
        PositionMoved delivered = read with { Read = false, Origin = null };
        await observer.Push([new Frame(Audience.Users("alice"), read), new Frame(Audience.Users("alice"), delivered)]);

        Assert.Equal(["DeliveredChanged"], alice.Written.Select(frame => frame.Target));
        Assert.Equal(["ReadChanged", "DeliveredChanged"], aliceAtDesk.Written.Select(frame => frame.Target));
    }

    [Fact]
    public async Task Entries_that_newer_ones_have_overtaken_are_not_pushed_behind_them_but_checked_for()
    {
        await observer.Push([Posted(22, ["alice", "bob"], [], ("m22", "carol"))]);
        await observer.Push([Posted(17, ["alice", "bob"], [], ("m17", "carol"), ("m18", "carol"))]);
        await observer.Push([Posted(22, ["alice", "bob"], [], ("m22", "carol"), ("m23", "carol"))]);
        await observer.Push([Posted(23, ["alice", "bob"], [], ("m23", "carol"))]);

        Assert.Equal(["MessagesPosted", "CheckHeads", "CheckHeads", "MessagesPosted"], alice.Written.Select(frame => frame.Target));
        Assert.Equal(["m22", "m23"], bob.Posted);
    }

    [Fact]
    public async Task Frames_with_the_same_entries_for_different_members_are_both_pushed()
    {
        await observer.Push([Posted(5, ["alice"], [], ("m5", "carol")), Posted(5, ["bob"], [], ("m5", "carol"))]);

        Assert.Equal(["m5"], alice.Posted);
        Assert.Equal(["m5"], bob.Posted);
    }

    /// <summary>After a backup was restored, the entries of a conversation begin at a lower number again.</summary>
    [Fact]
    public async Task Numbers_that_begin_again_are_pushed_after_a_minute()
    {
        await observer.Push([Posted(22, ["bob"], [], ("m22", "carol"))]);
        for (int seconds = 0; seconds <= 60; seconds += 10)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            pauses.Beat();
        }

        await observer.Push([Posted(3, ["bob"], [], ("n3", "carol"))]);
        await observer.Push([Posted(4, ["bob"], [], ("n4", "carol"))]);

        Assert.Equal(["m22", "n3", "n4"], bob.Posted);
    }

    [Fact]
    public async Task A_position_that_a_higher_one_has_overtaken_is_not_pushed()
    {
        PositionMoved read = new() { ConversationId = "c", MemberId = "alice", Seq = 61, Read = true };
        await observer.Push([new Frame(Audience.Users("bob"), read)]);
        await observer.Push([new Frame(Audience.Users("bob"), read with { Seq = 27 })]);
        await observer.Push([new Frame(Audience.Users("bob"), read with { Seq = 30, Read = false })]);

        Assert.Equal(["ReadChanged", "DeliveredChanged"], bob.Written.Select(frame => frame.Target));
    }

    /// <summary>Their devices were at other gateways meanwhile, and have seen newer things.</summary>
    [Fact]
    public async Task After_the_process_was_stopped_the_pushes_that_waited_for_it_are_dropped_and_all_connections_check()
    {
        await rounds.StartAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(35));
        Assert.Empty(await observer.Push([Posted(["alice", "nobody"], [], ("m1", "bob"))]));
        pauses.Beat();
        Assert.Empty(await observer.Push([Posted(["alice", "nobody"], [], ("m1", "bob"))]));
        Assert.Empty(alice.Written);

        time.Advance(TimeSpan.FromSeconds(4));
        pauses.Beat();
        (await owners.NextReport()).Answer.SetResult(true);
        (await owners.NextReport()).Answer.SetResult(true);
        await alice.Until(socket => socket.Written.Count > 0);
        await bob.Until(socket => socket.Written.Count > 0);
        await observer.Push([Posted(2, ["alice"], [], ("m2", "bob"))]);

        Assert.Equal(["CheckHeads", "MessagesPosted"], alice.Written.Select(frame => frame.Target));
        await rounds.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_end_of_a_session_closes_its_connections_and_nothing_else()
    {
        Caller caller = new("alice", "phone", "s1");
        Assert.True(await sessions.IsAliveAsync(caller));
        owner.Alive = false;
        Assert.True(await sessions.IsAliveAsync(caller));
        await observer.Push([new Frame(Audience.Session("s1"), new SessionEnded("replaced"))]);

        Assert.False(await sessions.IsAliveAsync(caller));
        Assert.True(alice.Aborted);
        Assert.Equal(["SignedOut"], alice.Written.Select(frame => frame.Target));
        Assert.False(aliceAtDesk.Aborted);
    }

    [Fact]
    public void A_device_has_a_bounded_number_of_connections()
    {
        Add(new FakeSocket("a3").Connect("alice", "phone"));

        ImException refused = Assert.Throws<ImException>(() => Add(new FakeSocket("a4").Connect("alice", "phone")));
        Assert.Equal(ErrorCode.TooManyConnections, refused.Code);
        Add(new FakeSocket("a5").Connect("alice", "desk"));
    }

    private void Add(ChatConnection connection)
    {
        connections.Expect(connection);
        connections.Admit(connection);
    }

    private static Frame Behind(params string[] userIds) => new(Audience.Conversation("c", userIds), new HeadsMoved("c"));

    private static Frame Change(string userId) =>
        new(Audience.Users(userId), new ConversationChanged(new ConversationChange { Kind = ChangeKind.Updated }));

    private static Frame Posted(string[] userIds, string[] origins, params (string Id, string Sender)[] messages) =>
        Posted(1, userIds, origins, messages);

    private static Frame Posted(long seq, string[] userIds, string[] origins, params (string Id, string Sender)[] messages) =>
        new(Audience.Conversation("c", userIds), new MessagesPosted
    {
        Origins = origins,
        Posted = new PostedMessages
        {
            ConversationId = "c",
            Messages = [.. messages.Select((message, i) => new Message
            {
                ConversationId = "c",
                Seq = seq + i,
                MessageId = message.Id,
                SenderId = message.Sender,
                ClientMessageId = message.Id,
                Kind = MessageKind.Text,
                Content = new MessageContent { Text = message.Id },
                SentAt = DateTimeOffset.UnixEpoch,
            })],
        },
    });
}
