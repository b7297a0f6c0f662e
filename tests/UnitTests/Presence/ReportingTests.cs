using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Hubs;
using ImOrleans.Gateway.Presence;
using ImOrleans.Grains.Presence;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class ReportingTests : IDisposable
{
    private readonly FakePresence ann = new();
    private readonly ChatConnections connections = new(Options.Create(new GatewayOptions()));
    private readonly PresenceReports reports;

    public ReportingTests() => reports = new PresenceReports(
        connections,
        FakeGrains.Factory(ann.Grain),
        new GatewayIdentity(TimeProvider.System),
        Options.Create(new PresenceOptions()),
        TimeProvider.System,
        NullLogger<PresenceReports>.Instance);

    public void Dispose() => reports.Dispose();

    [Fact]
    public async Task Who_comes_and_goes_a_thousand_times_in_between_costs_nothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Leave(Come("c1"));
        }

        reports.Pump();
        reports.Pump();
        Come("c1");
        reports.Pump();
        Assert.True((await ann.NextReport()).Connected);
        Assert.Equal(1, ann.Reports);
    }

    [Fact]
    public async Task Going_is_told_after_coming_with_a_later_stamp_and_one_call_at_a_time()
    {
        ChatConnection connection = Come("c1");
        reports.Pump();
        FakePresence.Report came = await ann.NextReport();
        Leave(connection);
        reports.Pump();
        reports.Pump();
        Assert.Equal(1, ann.Reports);

        came.Answer.SetResult();
        FakePresence.Report left = await PumpUntilReport();
        Assert.True(left.Stamp > came.Stamp);
        Assert.Equal((0, false), (left.Platforms.Length, left.Connected));
    }

    [Fact]
    public async Task A_report_that_failed_is_made_again_with_what_is_so_by_then()
    {
        ChatConnection connection = Come("c1");
        reports.Pump();
        Leave(connection);
        (await ann.NextReport()).Answer.SetException(new TimeoutException());

        Assert.False((await PumpUntilReport()).Connected);
    }

    [Fact]
    public async Task A_second_connection_of_a_platform_is_no_news_and_a_round_repeats_what_is_so()
    {
        Come("c1");
        reports.Pump();
        (await ann.NextReport()).Answer.SetResult();
        Come("c2");
        reports.Repeat("ann");
        FakePresence.Report repeated = await PumpUntilReport();

        Assert.Equal((2, true), (ann.Reports, repeated.Connected));
        Assert.Equal(["other"], repeated.Platforms);
    }

    [Fact]
    public async Task In_the_background_a_user_is_connected_and_nowhere_online()
    {
        Come("c1").IsForeground = false;
        reports.Pump();
        FakePresence.Report report = await ann.NextReport();

        Assert.Equal((0, true), (report.Platforms.Length, report.Connected));
    }

    private ChatConnection Come(string id)
    {
        ChatConnection connection = new FakeSocket(id).Connect("ann");
        connections.Admit(connection);
        reports.Changed("ann");
        return connection;
    }

    private void Leave(ChatConnection connection)
    {
        connections.Remove(connection);
        reports.Changed("ann");
    }

    /// <summary>The answer to the call before may not have been entered yet: then nothing is due, and it is pumped again.</summary>
    private async Task<FakePresence.Report> PumpUntilReport()
    {
        Task<FakePresence.Report> next = ann.NextReport();
        while (!next.IsCompleted)
        {
            reports.Pump();
            await Task.Yield();
        }

        return await next;
    }
}
