using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class DeliveringLiveTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeCluster cluster = new();
    private readonly Turns turns = new();
    private readonly LiveLane lane;

    public DeliveringLiveTests()
    {
        var routes = new RouteTable("g:a", cluster.Factory, new ConversationOptions(), time);
        var dispatcher = new GatewayDispatcher(cluster.Factory, Options.Create(new DeliveryOptions()), time, NullLoggerFactory.Instance);
        lane = new LiveLane("g:a", routes, dispatcher);
    }

    [Fact]
    public async Task A_removed_member_gets_the_removal_and_nothing_after_it()
    {
        FakeLaneEnd gateway = Connected("anna", "ben");
        Roster both = Rosters.Of("anna", "ben");
        Roster left = Rosters.Of("anna");
        await turns.Run(() => lane.Post(Entry(1, both)));
        await turns.Run(() => lane.Post(Entry(2, both) with { Leaving = ["ben"] }));
        await turns.Run(() => lane.Post(Entry(3, left)));

        List<Frame> frames = await Until(gateway, 3);
        Assert.Equal([1, 2], SeqsOf("ben", frames));
        Assert.Equal([1, 2, 3], SeqsOf("anna", frames));
    }

    [Fact]
    public async Task A_removed_member_gets_nothing_more_also_when_the_queue_is_full()
    {
        FakeLaneEnd gateway = Connected("anna", "ben");
        Roster both = Rosters.Of("anna", "ben");
        Roster left = Rosters.Of("anna");
        await turns.Run(() => lane.Post(Entry(1, both)));
        await Until(gateway, 1);

        cluster.Member("anna").IsHeld = true;
        time.Advance(TimeSpan.FromMinutes(1));
        await turns.Run(() => lane.Post(Entry(2, left) with { Leaving = ["ben"] }));
        TaskCompletionSource<string[]> lease = await cluster.Member("anna").NextLease();
        await turns.Run(() => Enumerable.Range(3, 1_100).ToList().ForEach(seq => lane.Post(Entry(seq, left))));
        cluster.Member("anna").IsHeld = false;
        lease.SetResult(["gw"]);

        Assert.DoesNotContain(SeqsOf("ben", await Until(gateway, 1_102)), seq => seq > 2);
    }

    [Fact]
    public async Task A_receipt_goes_from_those_who_show_theirs_to_those_who_see_them()
    {
        FakeLaneEnd gateway = Connected("anna", "ben", "carl", "dora");
        cluster.Member("ben").Receipts = new ReceiptPrivacy(Shows: false, Sees: true);
        cluster.Member("carl").Receipts = new ReceiptPrivacy(Shows: false, Sees: false);
        Roster all = Rosters.Of("anna", "ben", "carl", "dora");
        foreach (string member in (string[])["carl", "ben", "anna"])
        {
            await turns.Run(() => lane.PostReceiptAsync(all, member, new MemberTyping("g:a", member)));
        }

        FakeLaneEnd.Push push = await gateway.NextPush();
        Frame told = Assert.Single(push.Frames);
        Assert.Equal("anna", Assert.IsType<MemberTyping>(told.Payload).MemberId);
        Assert.Equal(["ben", "dora"], told.Audience.UserIds.Order());
    }

    private FakeLaneEnd Connected(params string[] userIds)
    {
        foreach (string userId in userIds)
        {
            cluster.Member(userId).GatewayIds = ["gw"];
        }

        return cluster.Gateway("gw");
    }

    private static Posting Entry(long seq, Roster recipients) => new([MessageOf(seq)], "", recipients, []);

    private static Message MessageOf(long seq) => new()
    {
        ConversationId = "g:a",
        Seq = seq,
        MessageId = "m",
        SenderId = "anna",
        ClientMessageId = $"c{seq}",
        Kind = MessageKind.Text,
        Content = new MessageContent { Text = "a" },
        SentAt = DateTimeOffset.UnixEpoch,
    };

    private static async Task<List<Frame>> Until(FakeLaneEnd gateway, long seq)
    {
        var frames = new List<Frame>();
        while (frames.Count == 0 || MessagesOf(frames[^1])[^1].Seq < seq)
        {
            var push = await gateway.NextPush();
            push.Take();
            frames.AddRange(push.Frames.Where(frame => frame.Payload is MessagesPosted));
        }

        return frames;
    }

    private static long[] SeqsOf(string userId, IEnumerable<Frame> frames) =>
        [.. frames.Where(frame => frame.Audience.UserIds.Contains(userId)).SelectMany(MessagesOf).Select(message => message.Seq)];

    private static Message[] MessagesOf(Frame frame) => ((MessagesPosted)frame.Payload!).Posted.Messages;
}
