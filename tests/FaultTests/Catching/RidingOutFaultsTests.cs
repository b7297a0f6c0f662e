using Xunit;

namespace ImOrleans.FaultTests.Catching;

/// <summary>The server as it is shipped keeps every promise.</summary>
public sealed class RidingOutFaultsTests
{
    [Fact]
    public async Task Kills_pauses_bad_networks_storms_and_dying_clients_break_nothing() =>
        Checker.AssertClean(await Checker.RunAsync("--seed 1 --rounds 6 --nemesis kill,pause,proxy,storm,client"));

    [Fact]
    public async Task A_full_disk_breaks_nothing() => Checker.AssertClean(await Checker.RunAsync("--seed 1 --rounds 2 --nemesis disk"));

    [Fact]
    public async Task Applications_on_the_SDK_that_are_killed_lose_and_double_nothing() =>
        Checker.AssertClean(await Checker.RunApplicationsAsync("--seed 1 --rounds 3 --messages 300"));

    [Fact]
    public async Task A_clock_that_jumps_breaks_nothing() => Checker.AssertClean(await Checker.RunAsync("--seed 1 --rounds 3 --nemesis clock"));

    [Fact]
    public async Task A_cluster_whose_processes_die_freeze_and_restart_breaks_nothing() => Checker.AssertClean(
        await Checker.RunAsync("--seed 1 --silos 2 --rounds 5 --nemesis silo,gateway,silo-freeze,redis,postgres"));

    [Fact]
    public async Task Partitions_a_slow_and_failing_store_and_a_wrong_clock_break_nothing_on_a_cluster() => Checker.AssertClean(
        await Checker.RunAsync($"--seed 1 --silos 2 --rounds 4 --nemesis partition,slow-store,store,clock --program {Checker.FaultySilo}"));
}
