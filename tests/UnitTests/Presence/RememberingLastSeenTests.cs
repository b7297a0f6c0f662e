using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class RememberingLastSeenTests
{
    private readonly FakeTimeProvider time = new();
    private readonly StoredPresence stored = new();
    private readonly LastSeen lastSeen;

    public RememberingLastSeenTests() => lastSeen = new LastSeen(
        stored, new PresenceOptions { LastSeenPause = TimeSpan.FromMinutes(1), LastSeenPrecision = TimeSpan.FromMinutes(10) }, time);

    [Fact]
    public async Task A_user_who_is_connected_for_hours_is_stored_every_ten_minutes()
    {
        for (int round = 0; round < 6 * 60 * 3; round++)
        {
            await See(connected: true);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(18, stored.Writes);
    }

    [Fact]
    public async Task A_user_who_comes_and_goes_is_stored_once_a_minute_at_most()
    {
        for (int i = 0; i < 600; i++)
        {
            await See(connected: i % 2 == 0);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(stored.Writes, 1, 10);
        TimeSpan due = lastSeen.Due(connected: false)!.Value;
        Assert.InRange(due, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        time.Advance(due);
        Assert.Equal(TimeSpan.Zero, lastSeen.Due(connected: false));
    }

    [Fact]
    public async Task A_reconnect_is_not_stored()
    {
        await See(connected: true);
        time.Advance(TimeSpan.FromMinutes(2));
        await See(connected: false);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(1), lastSeen.Due(connected: false));
        await See(connected: true);

        Assert.Equal(1, stored.Writes);
    }

    [Fact]
    public async Task A_stored_value_is_not_stored_again()
    {
        await See(connected: true);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Null(lastSeen.Due(connected: false));
        Assert.Equal(1, stored.Writes);
    }

    private async Task See(bool connected)
    {
        lastSeen.Now();
        if (lastSeen.Due(connected) == TimeSpan.Zero)
        {
            await lastSeen.StoreAsync();
        }
    }

    private sealed class StoredPresence : IPersistentState<PresenceState>
    {
        public int Writes { get; private set; }

        public PresenceState State { get; set; } = new();

        public string? Etag => null;

        public bool RecordExists => Writes > 0;

        public Task WriteStateAsync()
        {
            Writes++;
            return Task.CompletedTask;
        }

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task ClearStateAsync() => Task.CompletedTask;
    }
}
