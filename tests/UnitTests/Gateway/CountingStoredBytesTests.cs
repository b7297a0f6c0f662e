using System.Collections.Concurrent;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Gateway.Quotas;
using ImOrleans.Grains.Quotas;
using ImOrleans.Protocol.Errors;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class CountingStoredBytesTests : IDisposable
{
    private const int Step = 64 * 1024;

    private readonly FakeTimeProvider time = new();
    private readonly SemaphoreSlim reported = new(0);
    private readonly ConcurrentQueue<long> reports = new();
    private Func<Task<TimeSpan>> answer = () => Task.FromResult(TimeSpan.Zero);

    public void Dispose() => reported.Dispose();

    [Fact]
    public async Task Many_sends_share_one_report_and_none_of_them_waits_for_it()
    {
        TaskCompletionSource<TimeSpan> held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        answer = () => held.Task;
        ByteTab tab = Tabs().Of("ann");
        for (int i = 0; i < 64; i++)
        {
            tab.EnsureOpen();
            tab.Add(1024);
        }

        await Reported();
        tab.EnsureOpen();
        tab.Add(Step);
        held.SetResult(TimeSpan.Zero);
        Assert.Equal([Step], reports);
    }

    [Fact]
    public async Task A_user_who_has_stored_enough_is_refused_until_the_day_ends()
    {
        answer = () => Task.FromResult(TimeSpan.FromHours(3));
        ByteTabs tabs = Tabs();
        tabs.Of("ann").Add(Step);
        await Reported();
        await Until(() => IsRefused(tabs.Of("ann")));

        ImException refusal = Assert.Throws<ImException>(tabs.Of("ann").EnsureOpen);
        Assert.Equal((ErrorCode.TooMuchStored, TimeSpan.FromHours(3)), (refusal.Code, refusal.RetryAfter));
        tabs.Of("bob").EnsureOpen();
        time.Advance(refusal.RetryAfter!.Value);
        tabs.Of("ann").EnsureOpen();
    }

    [Fact]
    public async Task While_the_quota_cannot_be_stored_sends_go_on_and_are_counted_later()
    {
        answer = () => Task.FromException<TimeSpan>(new IOException("The disk is full."));
        ByteTab tab = Tabs().Of("ann");
        tab.Add(Step);
        await Reported();
        tab.EnsureOpen();
        tab.Add(Step);
        answer = () => Task.FromResult(TimeSpan.Zero);
        await Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            tab.Add(1);
            return reports.Count > 1;
        });

        Assert.InRange(reports.Last(), (2 * Step) + 1, long.MaxValue);
    }

    [Fact]
    public async Task When_a_connection_goes_what_is_worth_a_call_is_reported()
    {
        ByteTabs tabs = Tabs();
        tabs.Of("ann").Add(Step / 2);
        tabs.Of("bob").Add(1);
        tabs.AddUp("bob");
        tabs.AddUp("ann");
        tabs.AddUp("nobody");
        await Reported();
        Assert.Equal([Step / 2], reports);
        Assert.Equal(2, tabs.Count);
    }

    [Fact]
    public void Counters_are_bounded_and_those_that_refuse_a_caller_stay()
    {
        ByteTabs tabs = Tabs(most: 1_000);
        for (int i = 0; i < 1_000; i++)
        {
            tabs.Of($"user{i}").EnsureOpen();
        }

        tabs.Of("one more").EnsureOpen();
        Assert.Equal(1_000, tabs.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        tabs.Of("user0").EnsureOpen();
        tabs.Of("one more").EnsureOpen();
        Assert.Equal(2, tabs.Count);
    }

    private static bool IsRefused(ByteTab tab)
    {
        try
        {
            tab.EnsureOpen();
            return false;
        }
        catch (ImException)
        {
            return true;
        }
    }

    private async Task Reported() => Assert.True(await reported.WaitAsync(TimeSpan.FromSeconds(10)), "Nothing was reported.");

    private static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private ByteTabs Tabs(int most = 1_000) => new(
        FakeGrains.Factory(FakeGrains.Of<IQuotaGrain>((_, arguments) =>
        {
            reports.Enqueue((long)arguments[0]!);
            reported.Release();
            return answer();
        })),
        Options.Create(new LimitOptions { StoredBytesPerReport = Step, MaxCounted = most }), new GatewayMetrics(new FakeMeters()), time, NullLogger<ByteTab>.Instance);
}
