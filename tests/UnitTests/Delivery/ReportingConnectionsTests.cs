using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Presence;
using ImOrleans.UnitTests.Hubs;
using ImOrleans.UnitTests.Presence;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Delivery;

public sealed class ReportingConnectionsTests : IDisposable
{
    private readonly FakePresence ann = new();
    private readonly ChatConnections connections = new(Options.Create(new GatewayOptions()));
    private readonly ConnectionReports reports;

    public ReportingConnectionsTests() => reports = ann.Reports(connections);

    public void Dispose() => reports.Dispose();

    [Fact]
    public async Task A_new_connection_is_reported_at_once_and_waits_for_the_answer()
    {
        Task<bool> reported = Come("c1");
        FakePresence.Reported report = await ann.NextReport();
        Assert.False(reported.IsCompleted);
        report.Answer.SetResult(true);

        Assert.True(await reported.Soon());
        Assert.Equal(new ConnectedDevice("phone", "other", Foreground: true), Assert.Single(report.Report.Devices));
    }

    [Fact]
    public async Task One_call_is_in_flight_and_those_who_come_meanwhile_share_the_next()
    {
        Task<bool> first = Come("c1", "phone");
        FakePresence.Reported report = await ann.NextReport();
        Task<bool>[] others = [Come("c2", "desk"), Come("c3", "tablet")];
        report.Answer.SetResult(true);
        await first.Soon();
        FakePresence.Reported next = await ann.NextReport();
        Assert.DoesNotContain(others, other => other.IsCompleted);
        next.Answer.SetResult(false);

        await Task.WhenAll(others).Soon();
        Assert.Equal(["desk", "phone", "tablet"], next.Report.Devices.Select(device => device.DeviceId));
        Assert.Equal(report.Report.Since, next.Report.Since);
        Assert.Equal(2, ann.Count);
    }

    [Fact]
    public async Task The_last_connection_that_goes_is_reported_with_a_later_stamp()
    {
        FakePresence.Reported came = await Attached("c1");
        await Attached("c2");
        Leave("c1");
        Leave("c2");
        FakePresence.Reported left = await PumpUntilReport();

        Assert.Empty(left.Report.Devices);
        Assert.True(left.Report.Stamp > came.Report.Stamp);
        Assert.Equal(3, ann.Count);
    }

    [Fact]
    public async Task A_user_who_was_away_for_a_moment_is_reported_as_new_because_conversations_may_have_dropped_the_route()
    {
        FakePresence.Reported before = await Attached("c1");
        Leave("c1");
        FakePresence.Reported after = await Attached("c2");

        Assert.True(after.Report.Since > before.Report.Since);
        Assert.Equal(2, ann.Count);
    }

    [Fact]
    public async Task A_thousand_connects_during_one_call_cost_one_more_call()
    {
        Task<bool> first = Come("c0");
        FakePresence.Reported report = await ann.NextReport();
        for (int i = 1; i <= 1_000; i++)
        {
            _ = Come($"c{i}");
            Leave($"c{i}");
        }

        report.Answer.SetResult(true);
        await first.Soon();
        (await ann.NextReport()).Answer.SetResult(false);
        reports.Pump();
        Assert.Equal(2, ann.Count);
    }

    [Fact]
    public async Task A_change_to_the_background_waits_for_the_pump_and_a_change_and_its_reverse_cost_nothing()
    {
        await Attached("c1");
        SetForeground("c1", false);
        SetForeground("c1", true);
        reports.Pump();
        SetForeground("c1", false);
        FakePresence.Reported report = await PumpUntilReport();

        Assert.False(Assert.Single(report.Report.Devices).Foreground);
        Assert.Equal(2, ann.Count);
    }

    [Fact]
    public async Task A_failed_report_fails_those_who_wait_and_is_made_again_with_what_is_so_by_then()
    {
        Task<bool> reported = Come("c1");
        (await ann.NextReport()).Answer.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => reported.Soon());
        Leave("c1");

        Assert.Empty((await PumpUntilReport()).Report.Devices);
    }

    [Fact]
    public async Task A_change_whose_report_failed_is_reported_again_though_nothing_else_changed()
    {
        await Attached("c1");
        SetForeground("c1", false);
        FakePresence.Reported lost = await PumpUntilReport();
        lost.Answer.SetException(new TimeoutException());
        FakePresence.Reported again = await PumpUntilReport();

        Assert.Equal(lost.Report.Devices, again.Report.Devices);
        Assert.True(again.Report.Stamp > lost.Report.Stamp);
    }

    [Fact]
    public async Task A_round_repeats_who_is_here_and_not_who_has_left()
    {
        await Attached("c1");
        Task<bool> repeated = reports.Report("ann");
        (await ann.NextReport()).Answer.SetResult(true);
        Assert.True(await repeated.Soon());

        Leave("c1");
        Assert.False(await reports.Report("ann").Soon());
        Assert.Equal(2, ann.Count);
    }

    private async Task<FakePresence.Reported> Attached(string id)
    {
        Task<bool> reported = Come(id);
        FakePresence.Reported report = await ann.NextReport();
        report.Answer.SetResult(true);
        await reported.Soon();
        return report;
    }

    private Task<bool> Come(string id, string deviceId = "phone")
    {
        connections.Admit(new FakeSocket(id).Connect("ann", deviceId));
        return reports.Report("ann");
    }

    private void Leave(string id)
    {
        connections.Remove(connections.Find("ann", id)!, out bool wasLast);
        reports.Changed("ann", wasLast);
    }

    private void SetForeground(string id, bool isForeground)
    {
        connections.Find("ann", id)!.IsForeground = isForeground;
        reports.Changed("ann");
    }

    /// <summary>The answer to the call before may not have been entered yet: then nothing is due, and it is pumped again.</summary>
    private async Task<FakePresence.Reported> PumpUntilReport()
    {
        Task<FakePresence.Reported> next = ann.NextReport();
        while (!next.IsCompleted)
        {
            reports.Pump();
            await Task.Yield();
        }

        return await next;
    }
}
