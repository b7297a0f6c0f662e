using ImOrleans.Grains.Users;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class WritingLateTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider time = new();
    private readonly List<Timer> timers = [];
    private IndexedUser user = null!;
    private LateWrites writes = null!;

    [Fact]
    public async Task Changes_within_the_delay_are_stored_by_one_write()
    {
        await Begin();
        for (int second = 0; second < 5; second++)
        {
            Change();
            writes.Within(Soon);
            await Pass(1);
        }

        Assert.Equal(1, user.Storage.Writes);
        Assert.False(user.Index.IsDirty);
        await Pass(60);
        Assert.Equal(1, user.Storage.Writes);
    }

    [Fact]
    public async Task An_urgent_change_is_neither_delayed_nor_postponed_by_a_less_urgent_one()
    {
        await Begin();
        Change();
        writes.Within(Late);
        writes.Within(Soon);
        writes.Within(Late);
        await Pass(5);

        Assert.Equal(1, user.Storage.Writes);
        await Pass(60);
        Assert.Equal(1, user.Storage.Writes);
    }

    [Fact]
    public async Task Nothing_is_written_where_nothing_has_changed()
    {
        await Begin();
        writes.Within(Soon);
        Assert.Empty(timers);
    }

    [Fact]
    public async Task A_failed_write_is_stored_with_the_next_change()
    {
        await Begin();
        user.Storage.Failure = new IOException("The disk is full.");
        Change();
        writes.Within(Soon);
        await Assert.ThrowsAsync<IOException>(() => Pass(5));

        Change();
        writes.Within(Soon);
        await Pass(5);
        Assert.Equal(1, user.Storage.Writes);
        Assert.False(user.Index.IsDirty);
    }

    private async Task Begin()
    {
        user = await IndexedUser.Load(new UserOptions());
        user.Join(1);
        await user.Store();
        user.Storage.Writes = 0;
        writes = new LateWrites(user.Index, time, After);
    }

    private void Change() => user.Move(1);

    private async Task Pass(int seconds)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        foreach (Timer due in timers.Where(timer => timer.Due <= time.GetUtcNow()).ToArray())
        {
            timers.Remove(due);
            await due.Act();
        }
    }

    private Timer After(TimeSpan delay, Func<Task> act)
    {
        Timer timer = new(time.GetUtcNow() + delay, act, timers);
        timers.Add(timer);
        return timer;
    }

    private sealed record Timer(DateTimeOffset Due, Func<Task> Act, List<Timer> Timers) : IDisposable
    {
        public void Dispose() => Timers.Remove(this);
    }
}
