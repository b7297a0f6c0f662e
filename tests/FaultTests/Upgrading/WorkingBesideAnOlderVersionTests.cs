using ImOrleans.FaultTests.Catching;
using Xunit;

namespace ImOrleans.FaultTests.Upgrading;

/// <summary>Silos, gateways and SDK of this version beside those of an older one.</summary>
public sealed class WorkingBesideAnOlderVersionTests(Baseline baseline)
{
    [Fact]
    public async Task A_rolling_upgrade_of_a_cluster_under_load_and_the_way_back_break_nothing() => Checker.AssertClean(
        await Checker.RunAsync($"--seed 1 --silos 2 --rounds 2 --nemesis upgrade --before {await baseline.FolderAsync()}"));

    [Fact]
    public async Task Applications_on_the_older_SDK_work_with_this_server() => Checker.AssertClean(await Checker.RunApplicationsAsync(
        $"--seed 1 --rounds 2 --messages 200 --application {await baseline.ProgramAsync("Load")}"));

    [Fact]
    public async Task Applications_on_this_SDK_work_with_the_older_server() => Checker.AssertClean(await Checker.RunApplicationsAsync(
        $"--seed 1 --rounds 2 --messages 200 --program {await baseline.ProgramAsync("Silo")}"));
}
