using ImOrleans.Grains.Turns;
using Xunit;

namespace ImOrleans.UnitTests.Turns;

public sealed class RunningInTurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Runs runs = new();

    [Fact]
    public Task Requests_during_a_run_share_one_next_run() => InTurns(async () =>
    {
        OneInFlightInTurns one = new(runs.Run);
        Task first = one.Request();
        Task[] during = [.. Enumerable.Range(0, 10).Select(_ => one.Request())];
        Assert.Equal([during[0]], during.Distinct());
        Assert.Equal(1, runs.Begun);
        runs.End();
        await first;
        Assert.True(one.IsRunning);
        runs.End();
        await during[0];
        Assert.False(one.IsRunning);
        Assert.Equal(2, runs.Begun);
    });

    [Fact]
    public Task Starts_during_a_run_share_one_next_run_and_a_failure_ends_none_of_them() => InTurns(async () =>
    {
        OneInFlightInTurns one = new(runs.Run);
        one.Start();
        one.Start();
        one.Start();
        Assert.Equal(1, runs.Begun);
        Task joined = one.Join();
        runs.End(new IOException("nobody waits for it"));
        await Assert.ThrowsAsync<IOException>(() => joined);
        Assert.Equal(2, runs.Begun);
        Task last = one.Join();
        runs.End();
        await last;
        Assert.False(one.IsRunning);
        Assert.Equal(2, runs.Begun);
    });

    [Fact]
    public Task A_start_that_the_work_covers_needs_no_further_run_and_one_behind_it_does() => InTurns(async () =>
    {
        int begun = 0;
        TaskCompletionSource before = new();
        TaskCompletionSource behind = new();
        OneInFlightInTurns? one = null;
        one = new(async () =>
        {
            begun++;
            await before.Task;
            one!.Cover();
            await behind.Task;
        });
        one.Start();
        one.Start();
        Task first = one.Join();
        before.SetResult();
        behind.SetResult();
        await first;
        Assert.Equal(1, begun);

        (before, behind) = (new(), new());
        one.Start();
        Task second = one.Join();
        before.SetResult();
        await Task.Yield();
        one.Start();
        behind.SetResult();
        await second;
        Assert.Equal(3, begun);
    });

    [Fact]
    public Task One_who_joins_waits_for_the_run_in_flight_and_one_who_comes_after_it_does_not() => InTurns(async () =>
    {
        OneInFlightInTurns one = new(runs.Run);
        Task first = one.Join();
        Assert.Same(first, one.Join());
        runs.End();
        await first;
        Assert.NotSame(first, one.Join());
        Assert.Equal(2, runs.Begun);
    });

    [Fact]
    public Task A_failure_reaches_those_who_waited_for_that_run_only() => InTurns(async () =>
    {
        OneInFlightInTurns one = new(runs.Run);
        Task failing = one.Request();
        Task next = one.Request();
        runs.End(new IOException("once"));
        await Assert.ThrowsAsync<IOException>(() => failing);
        runs.End();
        await next;
    });

    [Fact]
    public Task Every_run_is_in_the_turns_of_its_owner() => InTurns(async () =>
    {
        TaskScheduler owner = TaskScheduler.Current;
        List<TaskScheduler> seen = [];
        OneInFlightInTurns one = new(async () =>
        {
            seen.Add(TaskScheduler.Current);
            await Task.Yield();
            seen.Add(TaskScheduler.Current);
        });
        await Task.WhenAll(one.Request(), one.Request());
        Assert.Equal([owner, owner, owner, owner], seen);
    });

    /// <summary>As an activation does it: one turn at a time, on a scheduler of its own.</summary>
    private static Task InTurns(Func<Task> test) => Task.Factory.StartNew(
        test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap().WaitAsync(Patience);
}
