using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Users;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class VerifyingHeadsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider time = new();
    private readonly Dictionary<SiloAddress, SiloStatus> silos = new() { [SiloAddress.Zero] = SiloStatus.Active };
    private readonly SiloDeaths deaths;
    private readonly List<int> reads = [];
    private readonly IMessageLog log;
    private string sender = "anna";
    private long newest = 1;

    public VerifyingHeadsTests()
    {
        deaths = new SiloDeaths(FakeGrains.Of<ISiloStatusOracle>(
            (method, _) => method == nameof(ISiloStatusOracle.GetApproximateSiloStatuses) ? silos : null));
        log = FakeGrains.Of<IMessageLog>((method, arguments) => method switch
        {
            nameof(IMessageLog.HeadsAsync) => Heads((IReadOnlyCollection<string>)arguments[0]!),
            nameof(IMessageLog.ReadAsync) => Read((LogRange)arguments[1]!),
            _ => null,
        });
    }

    [Fact]
    public async Task However_many_conversations_a_user_has_they_are_read_at_most_5000_at_once_and_all_of_them()
    {
        var (user, heads) = await NewUser(conversations: 12_001);
        await heads.VerifyAsync();

        Assert.Equal([5_000, 5_000, 2_001], reads);
        Assert.All(user.Index.Members, entry => Assert.Equal(1, entry.Head));
    }

    [Fact]
    public async Task Once_verified_only_what_is_active_is_read_until_a_silo_dies()
    {
        var (user, heads) = await NewUser(conversations: 10);
        time.Advance(2 * Lease);
        await heads.VerifyAsync();
        newest = 2;
        heads.MarkActive(IndexedUser.NameOf(3), TimeSpan.FromSeconds(30));
        await heads.VerifyAsync();
        Assert.Equal([10, 1], reads);
        Assert.Equal([IndexedUser.NameOf(3)], user.Index.Members.Where(entry => entry.Head == 2).Select(entry => entry.ConversationId));

        silos[SiloAddress.Zero] = SiloStatus.Dead;
        deaths.SiloStatusChangeNotification(SiloAddress.Zero, SiloStatus.Dead);
        await heads.VerifyAsync();
        Assert.Equal([10, 1, 10], reads);
        Assert.All(user.Index.Members, entry => Assert.Equal(2, entry.Head));
    }

    /// <summary>Conversations go on with the routes that the activation before gave them, and this one has not heard of it.</summary>
    [Fact]
    public async Task As_long_as_leases_from_before_the_activation_may_hold_everything_is_read_each_time()
    {
        var (user, heads) = await NewUser(conversations: 10);
        await heads.VerifyAsync();
        time.Advance(Lease);
        newest = 2;
        await heads.VerifyAsync();
        Assert.Equal([10, 10], reads);
        Assert.All(user.Index.Members, entry => Assert.Equal(2, entry.Head));
    }

    [Fact]
    public async Task What_was_active_is_read_once_more_after_its_lease_and_then_no_more()
    {
        var (_, heads) = await NewUser(conversations: 1);
        time.Advance(2 * Lease);
        await heads.VerifyAsync();
        heads.MarkActive(IndexedUser.NameOf(0), TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(31));
        await heads.VerifyAsync();
        await heads.VerifyAsync();
        Assert.Equal([1, 1], reads);
    }

    [Fact]
    public async Task An_own_message_that_was_stored_after_the_heads_were_read_does_not_count_as_read_before_it_is_known()
    {
        var (user, heads) = await NewUser(conversations: 1);
        sender = "bob";
        await heads.VerifyAsync();
        IndexEntry entry = Assert.Single(user.Index.Members);
        Assert.Equal((1, 0), (entry.Head, entry.ReadUpTo));
    }

    private async Task<(IndexedUser User, HeadVerification Heads)> NewUser(int conversations)
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        for (int number = 0; number < conversations; number++)
        {
            user.Join(number);
        }

        return (user, new HeadVerification("anna", user.Index, log, deaths, Lease, time));
    }

    private Task<IReadOnlyDictionary<string, StoredEntry>> Heads(IReadOnlyCollection<string> conversationIds)
    {
        reads.Add(conversationIds.Count);
        return Task.FromResult<IReadOnlyDictionary<string, StoredEntry>>(conversationIds.ToDictionary(id => id, _ => Entry(newest, sender)));
    }

    /// <summary>By now Anna has written one entry more.</summary>
    private Task<IReadOnlyList<StoredEntry>> Read(LogRange range) =>
        Task.FromResult<IReadOnlyList<StoredEntry>>(newest + 1 < range.Before ? [Entry(newest + 1, "anna")] : []);

    private static StoredEntry Entry(long seq, string senderId) => new()
    {
        Seq = seq,
        Ordinal = seq,
        MessageId = "m",
        SenderId = senderId,
        ClientMessageId = "c",
        Kind = "text",
        SentAt = 0,
        Body = default,
    };
}
