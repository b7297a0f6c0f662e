using ImOrleans.Grains.Presence;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Presence;

public sealed class AnnouncingTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider time = new();
    private readonly PresenceOptions options = new() { OfflineDelay = TimeSpan.FromSeconds(5), Pace = TimeSpan.FromSeconds(1) };
    private readonly PresenceSignal signal;
    private readonly List<(bool Online, TimeSpan At)> told = [];
    private readonly DateTimeOffset begun;

    public AnnouncingTests() => (signal, begun) = (new PresenceSignal(options, time), time.GetUtcNow());

    [Fact]
    public void Coming_online_is_announced_at_once_and_going_offline_after_the_delay()
    {
        signal.Set(true);
        Pass(TimeSpan.FromSeconds(10));
        signal.Set(false);
        Pass(TimeSpan.FromSeconds(10));

        Assert.Equal([(true, TimeSpan.Zero), (false, TimeSpan.FromSeconds(15))], told);
    }

    [Fact]
    public void A_reconnect_within_the_delay_shows_nothing()
    {
        signal.Set(true);
        Pass(TimeSpan.FromSeconds(10));
        signal.Set(false);
        Pass(TimeSpan.FromSeconds(4.9));
        Assert.True(signal.IsShown);
        signal.Set(true);
        Pass(TimeSpan.FromSeconds(10));

        Assert.Single(told);
    }

    [Fact]
    public void A_thousand_flaps_are_a_handful_of_announcements()
    {
        for (int i = 0; i < 1_000; i++)
        {
            signal.Set(true);
            Pass(Step);
            signal.Set(false);
            Pass(Step);
        }

        Pass(TimeSpan.FromSeconds(10));
        Assert.Equal([true, false], told.Select(news => news.Online));
    }

    [Fact]
    public void Without_a_delay_the_pace_still_holds()
    {
        PresenceSignal nervous = new(new PresenceOptions { OfflineDelay = TimeSpan.Zero, Pace = TimeSpan.FromSeconds(1) }, time);
        int announced = 0;
        for (int i = 0; i < 1_000; i++)
        {
            nervous.Set(i % 2 == 0);
            time.Advance(TimeSpan.FromMilliseconds(10));
            if (nervous.Due == TimeSpan.Zero)
            {
                nervous.Announced();
                announced++;
            }
        }

        Assert.InRange(announced, 1, 11);
    }

    [Fact]
    public void Unwatched_changes_are_not_announced_to_later_watchers()
    {
        signal.Set(true);
        signal.Settle();
        Pass(TimeSpan.FromSeconds(10));

        Assert.Empty(told);
    }

    [Fact]
    public void Nothing_is_due_while_nothing_changes() => Assert.Null(signal.Due);

    private void Pass(TimeSpan duration)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += Step)
        {
            Look();
            time.Advance(Step);
        }

        Look();
    }

    private void Look()
    {
        if (signal.Due == TimeSpan.Zero)
        {
            signal.Announced();
            told.Add((signal.IsShown, time.GetUtcNow() - begun));
        }
    }
}
