using ImOrleans.Turns;
using ImOrleans.UnitTests.Hubs;
using Xunit;

namespace ImOrleans.UnitTests.Turns;

public sealed class RunningOneInFlightTests
{
    private readonly Runs runs = new();

    [Fact]
    public async Task Requests_during_a_run_share_one_next_run()
    {
        OneInFlight one = new(runs.Run);
        Task first = one.Request();
        Task[] during = [.. Enumerable.Range(0, 10).Select(_ => one.Request())];
        Assert.Equal([during[0]], during.Distinct());
        Assert.Equal((1, false), (runs.Begun, during[0].IsCompleted));

        runs.End();
        await first.Soon();
        await runs.UntilBegun(2);
        Assert.False(during[0].IsCompleted);
        runs.End();
        await during[0].Soon();
        Assert.True(one.Current.IsCompleted);
        Assert.Equal(2, runs.Begun);
    }

    [Fact]
    public async Task A_run_begins_on_the_callers_thread_and_one_who_joins_waits_for_it()
    {
        OneInFlight one = new(runs.Run);
        Task first = one.Join();
        Assert.Equal(1, runs.Begun);
        Assert.Same(first, one.Join());
        runs.End();
        await first.Soon();
        Assert.Equal(1, runs.Begun);
        Assert.NotSame(first, one.Join());
    }

    [Fact]
    public async Task A_failure_reaches_those_who_waited_for_that_run_only()
    {
        OneInFlight one = new(runs.Run);
        Task failing = one.Request();
        Task next = one.Request();
        runs.End(new IOException("once"));
        Assert.Equal("once", (await Assert.ThrowsAsync<IOException>(() => failing.Soon())).Message);
        await runs.UntilBegun(2);
        runs.End();
        await next.Soon();
    }

    [Fact]
    public async Task After_stopping_nothing_begins_and_nobody_waits_for_ever()
    {
        using CancellationTokenSource stopping = new();
        OneInFlight one = new(runs.Run, stopping.Token);
        Task first = one.Request();
        Task next = one.Request();
        await stopping.CancelAsync();
        Task current = one.Current;
        Assert.False(current.IsCompleted);
        runs.End();
        await Task.WhenAll(current, first, next, one.Request(), one.Join()).Soon();
        Assert.Equal(1, runs.Begun);
    }

    [Fact]
    public async Task Nothing_that_is_there_before_a_request_is_left_lying_however_many_threads_ask()
    {
        int waiting = 0;
        int taken = 0;
        int inside = 0;
        OneInFlight one = new(async () =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            taken += Interlocked.Exchange(ref waiting, 0);
            Interlocked.Decrement(ref inside);
        });
        await Parallel.ForAsync(0, 10_000, async (_, _) =>
        {
            Interlocked.Increment(ref waiting);
            await one.Request();
        });
        Assert.Equal((0, 10_000), (waiting, taken));
    }
}
