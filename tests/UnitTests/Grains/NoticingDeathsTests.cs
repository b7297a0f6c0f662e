using System.Net;
using ImOrleans.Grains.Hosting;
using ImOrleans.UnitTests.Hubs;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class NoticingDeathsTests
{
    private readonly Dictionary<SiloAddress, SiloStatus> cluster = new()
    {
        [Silo(1)] = SiloStatus.Active,
        [Silo(2)] = SiloStatus.Active,
        [Silo(3)] = SiloStatus.Active,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_number_is_another_one_after_each_death_whether_of_the_eldest_or_of_the_youngest(int dying)
    {
        SiloDeaths deaths = Deaths();
        List<long> marks = [deaths.Mark, After(deaths, dying, SiloStatus.Dead), After(deaths, dying % 3 + 1, SiloStatus.Dead)];
        Assert.Equal(3, marks.Distinct().Count());
    }

    [Fact]
    public void It_stays_while_silos_come_and_get_ready_to_go()
    {
        SiloDeaths deaths = Deaths();
        long before = deaths.Mark;
        Assert.Equal(before, After(deaths, 4, SiloStatus.Joining));
        Assert.Equal(before, After(deaths, 4, SiloStatus.Active));
        Assert.Equal(before, After(deaths, 1, SiloStatus.ShuttingDown));
        Assert.Equal(before, After(deaths, 1, SiloStatus.Stopping));
        Assert.NotEqual(before, After(deaths, 1, SiloStatus.Dead));
    }

    /// <summary>When its grain moves, a gateway is answered by another silo. That is no reason for its clients to check.</summary>
    [Fact]
    public void It_is_the_same_on_a_silo_that_saw_the_deaths_and_on_one_that_came_later()
    {
        SiloDeaths deaths = Deaths();
        After(deaths, 3, SiloStatus.Dead);
        After(deaths, 1, SiloStatus.Dead);
        cluster[Silo(4)] = SiloStatus.Active;
        Assert.Equal(deaths.Mark, Deaths().Mark);
    }

    [Fact]
    public void It_stays_when_the_cluster_forgets_its_dead()
    {
        SiloDeaths deaths = Deaths();
        long before = After(deaths, 2, SiloStatus.Dead);
        cluster.Remove(Silo(2));
        Assert.Equal(before, After(deaths, 4, SiloStatus.Active));
    }

    [Fact]
    public void It_is_another_one_when_the_whole_cluster_died_and_nobody_remembers()
    {
        SiloDeaths before = Deaths();
        cluster.Clear();
        cluster[Silo(5)] = SiloStatus.Active;
        Assert.NotEqual(before.Mark, Deaths().Mark);
    }

    private long After(SiloDeaths deaths, int silo, SiloStatus status)
    {
        cluster[Silo(silo)] = status;
        deaths.SiloStatusChangeNotification(Silo(silo), status);
        return deaths.Mark;
    }

    /// <summary>As a silo knows it that has just started.</summary>
    private SiloDeaths Deaths()
    {
        SiloDeaths deaths = new(FakeGrains.Of<ISiloStatusOracle>(
            (method, _) => method == nameof(ISiloStatusOracle.GetApproximateSiloStatuses) ? new Dictionary<SiloAddress, SiloStatus>(cluster) : null));
        deaths.SiloStatusChangeNotification(Silo(1), cluster.GetValueOrDefault(Silo(1)));
        return deaths;
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_000 + number), 1_000_000 + number);
}
