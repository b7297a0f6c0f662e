using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Endpoints;
using ImOrleans.Gateway.Hubs;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Quotas;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Messaging;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

public sealed class SendingThroughOutboxesTests
{
    private const string Conversation = "d:alice:bob";

    private static readonly Caller Alice = new("alice", "phone", "s1");
    private readonly FakeConversation conversation = new();
    private readonly SiloLosses losses = new(isApart: true);

    [Fact]
    public async Task Requests_during_a_call_go_into_the_next_one_in_order()
    {
        Outboxes outboxes = Create(new GatewayOptions());
        Task<SendReceipt[]>[] sends = [.. Enumerable.Range(0, 10).Select(i => Send(outboxes, $"{i}"))];

        FakeConversation.Call first = await conversation.NextCall();
        Assert.Equal(["0"], first.Ids);
        Assert.Equal(1, conversation.Calls);
        first.Store();
        FakeConversation.Call second = await conversation.NextCall();
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9"], second.Ids);
        second.Store();

        SendReceipt[][] receipts = await Task.WhenAll(sends).Soon();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), receipts.Select(receipt => receipt[0].ClientMessageId));
    }

    [Fact]
    public async Task Sends_over_REST_share_the_order_of_their_device_and_its_one_call_in_flight()
    {
        Outboxes outboxes = Create(new GatewayOptions());
        CallLimits limits = new(Options.Create(new LimitOptions()), TimeProvider.System, new GatewayMetrics(new FakeMeters()));
        Task[] sends =
        [
            .. Enumerable.Range(0, 5).Select(i => ConversationEndpoints.Send(Conversation, new SendRequest { Drafts = [Draft($"{i}", "hello")] }, Alice, limits, outboxes)),
            Send(outboxes, "hub"),
            ConversationEndpoints.Send(Conversation, new SendRequest { Drafts = [Draft("last", "hello")] }, Alice, limits, outboxes),
        ];

        FakeConversation.Call first = await conversation.NextCall();
        Assert.Equal(["0"], first.Ids);
        Assert.Equal(1, conversation.Calls);
        first.Store();
        FakeConversation.Call second = await conversation.NextCall();
        Assert.Equal(["1", "2", "3", "4", "hub", "last"], second.Ids);
        Assert.Equal(["", "", "", "", "connection", ""], second.Sends.Select(send => send.ConnectionId));
        second.Store();
        await Task.WhenAll(sends).Soon();
    }

    [Fact]
    public async Task A_call_carries_no_more_sends_and_no_more_text_than_its_options_say()
    {
        Outboxes outboxes = Create(new GatewayOptions { MaxSendsPerCall = 3 });
        string large = new('x', 100 * 1024);
        Task[] sends =
        [
            Send(outboxes, "0"), Send(outboxes, "1"), Send(outboxes, "2"), Send(outboxes, "3"), Send(outboxes, "4"),
            Send(outboxes, "5", large), Send(outboxes, "6", large),
        ];

        List<string[]> calls = [];
        for (int i = 0; i < 4; i++)
        {
            FakeConversation.Call call = await conversation.NextCall();
            calls.Add(call.Ids);
            call.Store();
        }

        Assert.Equal([["0"], ["1", "2", "3"], ["4", "5"], ["6"]], calls);
        await Task.WhenAll(sends).Soon();
    }

    [Fact]
    public async Task Each_send_gets_its_own_outcome()
    {
        Outboxes outboxes = Create(new GatewayOptions());
        Task<SendReceipt[]> first = Send(outboxes, "0");
        Task<SendReceipt[]> refused = Send(outboxes, "1");
        Task<SendReceipt[]> stored = Send(outboxes, "2");

        (await conversation.NextCall()).Store();
        FakeConversation.Call call = await conversation.NextCall();
        SendOutcome refusal = new() { Refusal = new ImException(ErrorCode.InvalidDraft, "no") };
        call.Answer.SetResult([refusal, FakeConversation.Call.Stored(call.Sends[1])]);

        Assert.Equal("0", (await first.Soon())[0].ClientMessageId);
        Assert.Equal(ErrorCode.InvalidDraft, (await Assert.ThrowsAsync<ImException>(() => refused.Soon())).Code);
        Assert.Equal("2", (await stored.Soon())[0].ClientMessageId);
    }

    public static TheoryData<Exception> Outages => [
        new ConnectionFailedException("x"), new SiloUnavailableException("x"), new TimeoutException("x"),
        new ImException(ErrorCode.StoreUnavailable, "x"),
    ];

    [Theory, MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task An_outage_is_answered_by_the_same_batch_again(Exception outage)
    {
        Outboxes outboxes = Create(new GatewayOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        Task<SendReceipt[]> send = Send(outboxes, "0");
        (await conversation.NextCall()).Answer.SetException(outage);
        Task<SendReceipt[]> later = Send(outboxes, "1");

        FakeConversation.Call again = await conversation.NextCall();
        Assert.Equal(["0"], again.Ids);
        again.Store();
        (await conversation.NextCall()).Store();

        Assert.Equal("0", (await send.Soon())[0].ClientMessageId);
        Assert.Equal("1", (await later.Soon())[0].ClientMessageId);
    }

    [Fact]
    public async Task Only_the_send_whose_outcome_is_unknown_is_repeated()
    {
        Outboxes outboxes = Create(new GatewayOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        Task[] sends = [Send(outboxes, "0"), Send(outboxes, "1"), Send(outboxes, "2")];
        (await conversation.NextCall()).Store();

        FakeConversation.Call call = await conversation.NextCall();
        SendOutcome unknown = new() { Refusal = new ImException(ErrorCode.StoreUnavailable, "x") };
        call.Answer.SetResult([FakeConversation.Call.Stored(call.Sends[0]), unknown]);
        FakeConversation.Call again = await conversation.NextCall();

        Assert.Equal(["2"], again.Ids);
        again.Store();
        await Task.WhenAll(sends).Soon();
    }

    [Fact]
    public async Task A_batch_that_waits_for_a_silo_which_is_lost_is_sent_again()
    {
        Outboxes outboxes = Create(new GatewayOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        Task<SendReceipt[]> send = Send(outboxes, "0");
        FakeConversation.Call unanswered = await conversation.NextCall();

        losses.Report();
        FakeConversation.Call again = await conversation.NextCall();
        Assert.Equal(["0"], again.Ids);
        again.Store();
        unanswered.Answer.SetException(new TimeoutException());

        Assert.Equal("0", (await send.Soon())[0].ClientMessageId);
    }

    [Fact]
    public async Task Requests_behind_an_abandoned_batch_fail_with_it()
    {
        Outboxes outboxes = Create(new GatewayOptions { RetryFor = TimeSpan.Zero });
        Task<SendReceipt[]> send = Send(outboxes, "0");
        Task<SendReceipt[]> behind = Send(outboxes, "1");
        (await conversation.NextCall()).Answer.SetException(new TimeoutException());

        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<ImException>(() => send.Soon())).Code);
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<ImException>(() => behind.Soon())).Code);
        Assert.Equal(1, conversation.Calls);
    }

    [Fact]
    public async Task A_bug_of_the_conversation_reaches_its_callers_and_the_next_send_goes_on()
    {
        Outboxes outboxes = Create(new GatewayOptions());
        Task<SendReceipt[]> send = Send(outboxes, "0");
        Task<SendReceipt[]> next = Send(outboxes, "1");
        (await conversation.NextCall()).Answer.SetException(new InvalidCastException());
        (await conversation.NextCall()).Store();

        await Assert.ThrowsAsync<InvalidCastException>(() => send.Soon());
        Assert.Equal("1", (await next.Soon())[0].ClientMessageId);
    }

    [Fact]
    public async Task A_full_outbox_refuses_and_says_when_to_come_again()
    {
        Outboxes outboxes = Create(new GatewayOptions { MaxWaitingDrafts = 32 });
        Task[] entered = [Send(outboxes, "first"), .. Enumerable.Range(0, 32).Select(i => Send(outboxes, $"{i}"))];

        ImException refused = await Assert.ThrowsAsync<ImException>(() => Send(outboxes, "one too many"));
        Assert.Equal(ErrorCode.TooManySends, refused.Code);
        Assert.NotNull(refused.RetryAfter);

        (await conversation.NextCall()).Store();
        (await conversation.NextCall()).Store();
        await Task.WhenAll(entered).Soon();
    }

    [Fact]
    public async Task A_send_that_no_setting_allows_reaches_no_conversation()
    {
        Outboxes outboxes = Create(new GatewayOptions());
        ImException refused = await Assert.ThrowsAsync<ImException>(() => Send(outboxes, "0", new string('ä', (112 * 1024) + 1)));

        Assert.Equal(ErrorCode.MessageTooLarge, refused.Code);
        Assert.Equal(0, conversation.Calls);
        Assert.Equal(0, outboxes.Count);
    }

    [Fact]
    public async Task An_empty_outbox_is_gone()
    {
        Outboxes outboxes = Create(new GatewayOptions());
        Task<SendReceipt[]> send = Send(outboxes, "0");
        Assert.Equal(1, outboxes.Count);

        // The answer runs what follows it in the outbox before it returns.
        (await conversation.NextCall()).Store();
        await send.Soon();
        Assert.Equal(0, outboxes.Count);
    }

    /// <summary>Its client has repeated it elsewhere. If it was refused there, it must not be stored by the first attempt.</summary>
    [Fact]
    public async Task A_send_that_waited_for_a_stopped_process_is_not_stored_and_can_be_repeated()
    {
        FakeTimeProvider time = new();
        IOptions<GatewayOptions> options = Options.Create(new GatewayOptions());
        using ProcessPauses pauses = new(isApart: true, null!, options, time, NullLogger<ProcessPauses>.Instance);
        Outboxes outboxes = Create(options.Value, pauses);
        time.Advance(TimeSpan.FromSeconds(16));
        ImException early = await Assert.ThrowsAsync<ImException>(() => Send(outboxes, "1").Soon());
        pauses.Beat();
        ImException refused = await Assert.ThrowsAsync<ImException>(() => Send(outboxes, "2").Soon());

        Assert.Equal((RefusalClass.Retryable, RefusalClass.Retryable), (early.Class, refused.Class));
        Assert.Equal(0, conversation.Calls);
    }

    private Outboxes Create(GatewayOptions options, ProcessPauses? pauses = null) => new(
        Known(options), Tabs(), new Retries(TimeProvider.System, Options.Create(options), losses), losses,
        pauses ?? new ProcessPauses(isApart: false, null!, Options.Create(options), TimeProvider.System, NullLogger<ProcessPauses>.Instance),
        Options.Create(options));

    /// <summary>The user's index has the conversation.</summary>
    private KnownConversations Known(GatewayOptions options)
    {
        IUserGrain index = FakeGrains.Of<IUserGrain>((_, arguments) => Task.FromResult(Array.ConvertAll((string[])arguments[0]!, _ => true)));
        return new KnownConversations(
            FakeGrains.Factory((type, _) => type == typeof(IUserGrain) ? index : conversation.Grain), Options.Create(options));
    }

    private static ByteTabs Tabs() => new(
        FakeGrains.Factory(FakeGrains.Of<IQuotaGrain>((_, _) => Task.FromResult(TimeSpan.Zero))),
        Options.Create(new LimitOptions()), new GatewayMetrics(new FakeMeters()), TimeProvider.System, NullLogger<ByteTab>.Instance);

    private static async Task<SendReceipt[]> Send(Outboxes outboxes, string clientMessageId, string text = "hello") =>
        await outboxes.Send(Alice, "connection", Conversation, [Draft(clientMessageId, text)]);

    private static MessageDraft Draft(string clientMessageId, string text) =>
        new() { ClientMessageId = clientMessageId, Kind = MessageKind.Text, Content = new MessageContent { Text = text } };
}
