using System.Net;
using Xunit;

namespace ImOrleans.StoreTests.Memberships;

/// <summary>The rules of the table of members that silos depend on.</summary>
public abstract class MembershipTableContract : IAsyncLifetime
{
    private static readonly DateTime Start = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private IMembershipTable table = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        table = await OpenAsync("im");
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Makes the store ready.</summary>
    protected abstract Task StartAsync();

    /// <summary>The table of a cluster, in the same store.</summary>
    protected abstract Task<IMembershipTable> OpenAsync(string clusterId);

    [Fact]
    public async Task A_member_is_read_back_as_it_was_given()
    {
        MembershipEntry given = Member(1);
        given.SuspectTimes = [];
        Assert.True(await table.InsertRowAsync(given, await NextAsync(), Stop));
        given.AddSuspector(Member(2).SiloAddress, Start);
        given.Status = SiloStatus.Active;
        (_, string etag) = (await table.ReadRowAsync(given.SiloAddress, Stop)).Members.Single();
        Assert.True(await table.UpdateRowAsync(given, etag, await NextAsync(), Stop));

        MembershipTableData read = await table.ReadRowAsync(given.SiloAddress, Stop);

        (MembershipEntry member, _) = Assert.Single(read.Members);
        Assert.Equal(2, read.Version.Version);
        Assert.Equal(
            (given.SiloAddress, given.SiloName, given.HostName, SiloStatus.Active, given.ProxyPort, given.StartTime, given.IAmAliveTime),
            (member.SiloAddress, member.SiloName, member.HostName, member.Status, member.ProxyPort, member.StartTime, member.IAmAliveTime));
        Assert.Equal(given.SuspectTimes, member.SuspectTimes);
        Assert.Empty((await table.ReadRowAsync(Member(9).SiloAddress, Stop)).Members);
    }

    [Fact]
    public async Task A_change_on_a_stale_version_changes_nothing()
    {
        TableVersion stale = await NextAsync();
        Assert.True(await table.InsertRowAsync(Member(1), stale, Stop));
        (_, string etag) = (await table.ReadAllAsync(Stop)).Members.Single();

        Assert.False(await table.InsertRowAsync(Member(2), stale, Stop));
        Assert.False(await table.InsertRowAsync(Member(1), await NextAsync(), Stop));
        Assert.False(await table.UpdateRowAsync(Member(1), etag, stale, Stop));
        Assert.False(await table.UpdateRowAsync(Member(3), etag, await NextAsync(), Stop));

        MembershipTableData all = await table.ReadAllAsync(Stop);
        Assert.Equal((1, 1), (all.Version.Version, all.Members.Count));
    }

    [Fact]
    public async Task Among_many_silos_that_join_at_once_each_version_is_taken_by_one()
    {
        TableVersion next = await NextAsync();

        bool[] joined = await Task.WhenAll(Enumerable.Range(1, 8).Select(silo => table.InsertRowAsync(Member(silo), next, Stop)));

        Assert.Single(joined, true);
        Assert.Single((await table.ReadAllAsync(Stop)).Members);
    }

    [Fact]
    public async Task Two_clusters_in_one_database_do_not_see_each_other()
    {
        IMembershipTable other = await OpenAsync("other");
        await table.InsertRowAsync(Member(1), await NextAsync(), Stop);

        Assert.Empty((await other.ReadAllAsync(Stop)).Members);
        await other.DeleteMembershipTableEntriesAsync("other", Stop);
        Assert.Single((await table.ReadAllAsync(Stop)).Members);
    }

    [Fact]
    public async Task A_sign_of_life_is_stored_and_only_dead_silos_from_before_are_cleaned_up()
    {
        foreach (MembershipEntry member in (MembershipEntry[])[Member(1), Member(2), Member(3)])
        {
            member.Status = member.SiloAddress.Generation == 1 ? SiloStatus.Active : SiloStatus.Dead;
            await table.InsertRowAsync(member, await NextAsync(), Stop);
        }

        MembershipEntry alive = Member(3);
        alive.IAmAliveTime = Start.AddDays(2);
        await table.UpdateIAmAliveAsync(alive, Stop);
        await table.CleanupDefunctSiloEntriesAsync(Start.AddDays(1), Stop);

        Assert.Equal([1, 3], (await table.ReadAllAsync(Stop)).Members.Select(member => member.Item1.SiloAddress.Generation).Order());
    }

    private async Task<TableVersion> NextAsync() => (await table.ReadAllAsync(Stop)).Version.Next();

    private static MembershipEntry Member(int generation) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_111), generation),
        SiloName = $"silo{generation}",
        HostName = "host",
        Status = SiloStatus.Joining,
        ProxyPort = 30_000,
        StartTime = Start,
        IAmAliveTime = Start,
    };
}
