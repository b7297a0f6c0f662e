using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Presence;
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
    private readonly List<long> searchedAfter = [];
    private long newest = 1;
    private LeaseHolders leased = new([], 1, IsComplete: true);
    private long own;

    public VerifyingHeadsTests()
    {
        deaths = new SiloDeaths(FakeGrains.Of<ISiloStatusOracle>(
            (method, _) => method == nameof(ISiloStatusOracle.GetApproximateSiloStatuses) ? silos : null));
        log = FakeGrains.Of<IMessageLog>((method, arguments) => method switch
        {
            nameof(IMessageLog.HeadsAsync) => Heads((HeadsQuery)arguments[0]!),
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
        leased = leased with { ConversationIds = [IndexedUser.NameOf(3)] };
        await heads.VerifyAsync();
        Assert.Equal([10, 1], reads);
        Assert.Equal([IndexedUser.NameOf(3)], user.Index.Members.Where(entry => entry.Head == 2).Select(entry => entry.ConversationId));

        silos[SiloAddress.Zero] = SiloStatus.Dead;
        deaths.SiloStatusChangeNotification(SiloAddress.Zero, SiloStatus.Dead);
        await heads.VerifyAsync();
        Assert.Equal([10, 1, 10], reads);
        Assert.All(user.Index.Members, entry => Assert.Equal(2, entry.Head));
    }

    [Fact]
    public async Task As_long_as_the_owner_of_the_routes_does_not_know_all_leases_everything_is_read_each_time()
    {
        var (user, heads) = await NewUser(conversations: 10);
        await heads.VerifyAsync();
        leased = leased with { IsComplete = false };
        newest = 2;
        await heads.VerifyAsync();
        Assert.Equal([10, 10], reads);
        Assert.All(user.Index.Members, entry => Assert.Equal(2, entry.Head));
    }

    [Fact]
    public async Task A_joined_conversation_is_read_once_more_after_a_lease_and_then_no_more()
    {
        var (_, heads) = await NewUser(conversations: 1);
        time.Advance(2 * Lease);
        await heads.VerifyAsync();
        heads.MarkActive(IndexedUser.NameOf(0));
        time.Advance(TimeSpan.FromSeconds(31));
        await heads.VerifyAsync();
        await heads.VerifyAsync();
        Assert.Equal([1, 1], reads);
    }

    [Fact]
    public async Task An_own_entry_in_the_same_read_moves_the_read_position_and_is_not_looked_for_again()
    {
        var (user, heads) = await NewUser(conversations: 1);
        (newest, own) = (5, 3);
        await heads.VerifyAsync();
        IndexEntry entry = Assert.Single(user.Index.Members);
        Assert.Equal((5, 3), (entry.Head, entry.ReadUpTo));

        leased = leased with { ConversationIds = [IndexedUser.NameOf(0)] };
        await heads.VerifyAsync();
        Assert.Equal([0, 5], searchedAfter);
    }

    private async Task<(IndexedUser User, HeadVerification Heads)> NewUser(int conversations)
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        for (int number = 0; number < conversations; number++)
        {
            user.Join(number);
        }

        return (user, new HeadVerification("anna", user.Index, log, deaths, _ => Task.FromResult(leased), Lease, time));
    }

    private Task<IReadOnlyDictionary<string, LogHead>> Heads(HeadsQuery query)
    {
        Assert.Equal("anna", query.SenderId);
        reads.Add(query.ConversationIds.Count);
        searchedAfter.AddRange(query.OwnAfter.Values);
        return Task.FromResult<IReadOnlyDictionary<string, LogHead>>(query.ConversationIds.ToDictionary(
            id => id, _ => new LogHead(new LogPosition(newest, newest, 0), Own: own == 0 ? null : new LogPosition(own, own, 0))));
    }
}
