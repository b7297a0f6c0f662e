using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Quotas;

/// <summary>Whether a user can cause more to be stored. Pure.</summary>
internal static class QuotaRules
{
    /// <summary>
    /// The state as of now. Another day begins at zero, also an earlier one: after a clock was ahead, nobody is kept out for longer than
    /// to the end of the day.
    /// </summary>
    public static QuotaState On(this QuotaState used, DateTimeOffset now)
    {
        int day = DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        return day == used.Day ? used : used with { Day = day, GroupsToday = 0, AdditionsToday = 0, BytesToday = 0 };
    }

    /// <param name="used">Of the day of <paramref name="now"/>.</param>
    /// <exception cref="ImException">The amounts do not fit into a quota.</exception>
    public static QuotaState With(this QuotaState used, QuotaAmounts amounts, QuotaOptions options, DateTimeOffset now)
    {
        QuotaState then = used with
        {
            Groups = used.Groups + amounts.Groups,
            GroupsToday = used.GroupsToday + amounts.Groups,
            Conversations = used.Conversations + amounts.Conversations,
            AdditionsToday = used.AdditionsToday + amounts.Additions,
        };
        return Judge(used, then, options, UntilTomorrow(now)) is { } refusal ? throw refusal : then;
    }

    /// <summary>The amounts were not used.</summary>
    public static QuotaState Without(this QuotaState used, QuotaAmounts amounts) => used with
    {
        Groups = Math.Max(0, used.Groups - amounts.Groups),
        GroupsToday = Math.Max(0, used.GroupsToday - amounts.Groups),
        Conversations = Math.Max(0, used.Conversations - amounts.Conversations),
        AdditionsToday = Math.Max(0, used.AdditionsToday - amounts.Additions),
    };

    public static TimeSpan UntilTomorrow(DateTimeOffset now) => TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay;

    /// <summary>Only a count that grows can be refused: an option that was lowered takes nothing away.</summary>
    private static ImException? Judge(QuotaState used, QuotaState then, QuotaOptions options, TimeSpan wait) =>
        then.Groups > Math.Max(used.Groups, options.Groups) ? new ImException(
            ErrorCode.TooManyGroups, $"You have created {used.Groups} groups; this server takes {options.Groups} from one user.")
        : then.GroupsToday > Math.Max(used.GroupsToday, options.GroupsPerDay) ? new ImException(
            ErrorCode.TooManyGroupsToday, $"You have created {used.GroupsToday} groups today; a day has {options.GroupsPerDay}.", wait)
        : then.Conversations > Math.Max(used.Conversations, options.Conversations) ? new ImException(
            ErrorCode.TooManyConversations, $"You have opened {used.Conversations} conversations; this server takes {options.Conversations} from one user.")
        : then.AdditionsToday > Math.Max(used.AdditionsToday, options.AdditionsPerDay) ? new ImException(
            ErrorCode.TooManyAdditions, $"You have added {used.AdditionsToday} people to groups today; a day has {options.AdditionsPerDay}.", wait)
        : null;
}
