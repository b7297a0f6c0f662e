using System.Globalization;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Grains.Push;

/// <summary>Decides whether a moment is in the hours without notifications.</summary>
internal static class QuietHours
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static bool Include(DoNotDisturb? hours, DateTimeOffset now)
    {
        // A time zone that this machine does not know any more must not silence a user for ever.
        if (hours is null || !TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out TimeZoneInfo? zone))
        {
            return false;
        }

        DateTime wall = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        (TimeOnly from, TimeOnly to, TimeOnly at) = (Parse(hours.From)!.Value, Parse(hours.To)!.Value, TimeOnly.FromDateTime(wall));
        return from < to
            ? at >= from && at < to && BeginsOn(hours, wall)
            : (at >= from && BeginsOn(hours, wall)) || (at < to && BeginsOn(hours, wall.AddDays(-1)));
    }

    /// <returns>Null for what is no time of a day.</returns>
    public static TimeOnly? Parse(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;

    public static bool IsDay(string? name) => DayNames.Contains(name);

    private static bool BeginsOn(DoNotDisturb hours, DateTime day) =>
        hours.Days is null || hours.Days.Contains(DayNames[(int)day.DayOfWeek]);
}
