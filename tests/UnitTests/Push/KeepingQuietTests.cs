using ImOrleans.Grains.Push;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Push;
using Xunit;

namespace ImOrleans.UnitTests.Push;

public sealed class KeepingQuietTests
{
    private static readonly DoNotDisturb Night = new() { From = "22:00", To = "07:00", TimeZone = "Europe/Berlin" };

    [Theory]
    [InlineData("2026-01-10T20:59:59Z", false)] // 21:59:59 in winter
    [InlineData("2026-01-10T21:00:00Z", true)]
    [InlineData("2026-01-11T05:59:59Z", true)]
    [InlineData("2026-01-11T06:00:00Z", false)]
    [InlineData("2026-07-10T19:59:59Z", false)] // 21:59:59 in summer
    [InlineData("2026-07-10T20:00:00Z", true)]
    [InlineData("2026-07-11T04:59:59Z", true)]
    [InlineData("2026-07-11T05:00:00Z", false)]
    [InlineData("2026-03-29T04:59:59Z", true)] // the night in which the clock goes forward
    [InlineData("2026-03-29T05:00:00Z", false)]
    [InlineData("2026-10-25T05:59:59Z", true)] // the night in which it goes back
    [InlineData("2026-10-25T06:00:00Z", false)]
    public void The_hours_are_those_of_the_clock_on_the_wall_in_summer_and_in_winter(string now, bool isQuiet) =>
        Assert.Equal(isQuiet, QuietHours.Include(Night, At(now)));

    [Theory]
    [InlineData("2026-12-04T22:30:00Z", true)] // Friday night
    [InlineData("2026-12-05T05:00:00Z", true)] // the morning after it
    [InlineData("2026-12-05T22:30:00Z", false)] // Saturday night
    [InlineData("2026-12-04T05:00:00Z", false)] // the morning after Thursday night
    public void A_night_belongs_to_the_day_on_which_it_begins(string now, bool isQuiet) =>
        Assert.Equal(isQuiet, QuietHours.Include(Night with { TimeZone = "UTC", Days = ["fri"] }, At(now)));

    [Fact]
    public void Equal_times_are_the_whole_day_and_no_hours_are_none()
    {
        Assert.True(QuietHours.Include(new DoNotDisturb { From = "12:00", To = "12:00", TimeZone = "UTC" }, At("2026-01-10T11:59:00Z")));
        Assert.True(QuietHours.Include(new DoNotDisturb { From = "12:00", To = "13:00", TimeZone = "UTC" }, At("2026-01-10T12:59:59Z")));
        Assert.False(QuietHours.Include(new DoNotDisturb { From = "12:00", To = "13:00", TimeZone = "UTC" }, At("2026-01-10T13:00:00Z")));
        Assert.False(QuietHours.Include(null, At("2026-01-10T11:59:00Z")));
    }

    [Theory]
    [InlineData("24:00", "07:00", "UTC", null)]
    [InlineData("7:00", "08:00", "UTC", null)]
    [InlineData("22:00", "", "UTC", null)]
    [InlineData("22:00", "07:00", "Mars/Olympus", null)]
    [InlineData("22:00", "07:00", "../../etc/passwd", null)]
    [InlineData("22:00", "07:00", "", null)]
    [InlineData("22:00", "07:00", "UTC", "")]
    [InlineData("22:00", "07:00", "UTC", "monday")]
    [InlineData("22:00", "07:00", "UTC", "mon,mon,mon,mon,mon,mon,mon,mon")]
    public void Hours_zones_and_days_that_do_not_exist_are_refused(string from, string to, string zone, string? days)
    {
        DoNotDisturb hours = new() { From = from, To = to, TimeZone = zone, Days = days?.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        Assert.Equal(
            ErrorCode.InvalidPushSettings, Assert.Throws<ImException>(() => PushRules.Ensure(new PushSettings { DoNotDisturb = hours })).Code);
    }

    [Fact]
    public void Zones_of_every_form_are_taken() => Assert.All(
        ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"],
        zone => PushRules.Ensure(new PushSettings { DoNotDisturb = Night with { TimeZone = zone, Days = ["mon", "sun"] }, Language = "zh-Hans-CN" }));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
