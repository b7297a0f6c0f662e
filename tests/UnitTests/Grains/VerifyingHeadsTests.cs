using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Users;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class VerifyingHeadsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Dictionary<SiloAddress, SiloStatus> silos = new() { [SiloAddress.Zero] = SiloStatus.Active };
    private readonly SiloDeaths deaths;
    private readonly List<int> reads = [];
    private readonly IMessageLog log;
    private long newest = 1;

    public VerifyingHeadsTests()
    {
        deaths = new SiloDeaths(FakeGrains.Of<ISiloStatusOracle>(
            (method, _) => method == nameof(ISiloStatusOracle.GetApproximateSiloStatuses) ? silos : null));
        log = FakeGrains.Of<IMessageLog>((method, arguments) =>
            method == nameof(IMessageLog.HeadsAsync) ? Heads((IReadOnlyCollection<string>)arguments[0]!) : null);
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

    [Fact]
    public async Task What_was_active_is_read_once_more_after_its_lease_and_then_no_more()
    {
        var (_, heads) = await NewUser(conversations: 1);
        await heads.VerifyAsync();
        heads.MarkActive(IndexedUser.NameOf(0), TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(31));
        await heads.VerifyAsync();
        await heads.VerifyAsync();
        Assert.Equal([1, 1], reads);
    }

    private async Task<(IndexedUser User, HeadVerification Heads)> NewUser(int conversations)
    {
        IndexedUser user = await IndexedUser.Load(new UserOptions());
        for (int number = 0; number < conversations; number++)
        {
            user.Join(number);
        }

        return (user, new HeadVerification("anna", user.Index, log, deaths, time));
    }

    private Task<IReadOnlyDictionary<string, StoredEntry>> Heads(IReadOnlyCollection<string> conversationIds)
    {
        reads.Add(conversationIds.Count);
        return Task.FromResult<IReadOnlyDictionary<string, StoredEntry>>(conversationIds.ToDictionary(id => id, _ => new StoredEntry
        {
            Seq = newest,
            Ordinal = newest,
            MessageId = "m",
            SenderId = "anna",
            ClientMessageId = "c",
            Kind = "text",
            SentAt = 0,
            Body = default,
        }));
    }
}
