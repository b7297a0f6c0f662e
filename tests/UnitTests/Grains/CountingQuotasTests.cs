using ImOrleans.Grains.Quotas;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class CountingQuotasTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly QuotaOptions Options = new() { GroupsPerDay = 2, Groups = 3, Conversations = 2, AdditionsPerDay = 10, BytesPerDay = 1024 * 1024 };

    [Fact]
    public void A_day_has_so_many_groups_and_the_next_day_as_many_again()
    {
        QuotaState used = Group(Group(new QuotaState(), Noon), Noon);
        ImException refusal = Assert.Throws<ImException>(() => Group(used, Noon));
        Assert.Equal((ErrorCode.TooManyGroupsToday, TimeSpan.FromHours(12)), (refusal.Code, refusal.RetryAfter));

        DateTimeOffset then = Noon + refusal.RetryAfter!.Value;
        Assert.Equal((1, 3), (Group(used, then).GroupsToday, Group(used, then).Groups));
    }

    [Fact]
    public void Groups_and_conversations_in_all_are_refused_without_a_wait()
    {
        QuotaState used = Group(Group(Group(new QuotaState(), Noon), Noon.AddDays(1)), Noon.AddDays(2));
        EnsureRefused(ErrorCode.TooManyGroups, null, used, new QuotaAmounts { Groups = 1 }, Noon.AddDays(3));

        used = used.With(new QuotaAmounts { Conversations = 2 }, Options, Noon);
        EnsureRefused(ErrorCode.TooManyConversations, null, used, new QuotaAmounts { Conversations = 1 }, Noon);
    }

    [Fact]
    public void All_amounts_are_taken_or_none()
    {
        QuotaState used = new QuotaState().On(Noon).With(new QuotaAmounts { Additions = 8 }, Options, Noon);
        EnsureRefused(ErrorCode.TooManyAdditions, TimeSpan.FromHours(12), used, new QuotaAmounts { Groups = 1, Additions = 3 }, Noon);
        Assert.Equal(10, used.With(new QuotaAmounts { Groups = 1, Additions = 2 }, Options, Noon).AdditionsToday);
    }

    [Fact]
    public void Amounts_that_were_given_back_can_be_taken_again()
    {
        QuotaAmounts group = new() { Groups = 1, Additions = 10 };
        QuotaState used = new QuotaState().On(Noon).With(group, Options, Noon);
        EnsureRefused(ErrorCode.TooManyAdditions, TimeSpan.FromHours(12), used, group, Noon);
        Assert.Equal(new QuotaState().On(Noon), used.Without(group));
        Assert.Equal(new QuotaState().On(Noon), new QuotaState().On(Noon).Without(group));
    }

    /// <summary>Its own jump is a year; the wait of a refusal is never more than a day.</summary>
    [Theory, InlineData(365), InlineData(-365)]
    public void A_clock_that_jumps_and_returns_keeps_nobody_out_for_longer_than_a_day(int days)
    {
        DateTimeOffset wrong = Noon.AddDays(days);
        QuotaState used = new QuotaState().On(wrong).With(new QuotaAmounts { Additions = 10 }, Options, wrong) with { BytesToday = Options.BytesPerDay };

        QuotaState back = used.On(Noon);

        Assert.Equal((0, 0L), (back.AdditionsToday, back.BytesToday));
        Assert.InRange(QuotaRules.UntilTomorrow(wrong), TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    [Fact]
    public void An_option_that_was_lowered_refuses_only_what_is_new()
    {
        QuotaState used = new QuotaState { Groups = 5 }.On(Noon);
        Assert.Equal(1, used.With(new QuotaAmounts { Conversations = 1 }, Options, Noon).Conversations);
        EnsureRefused(ErrorCode.TooManyGroups, null, used, new QuotaAmounts { Groups = 1 }, Noon);
    }

    private static QuotaState Group(QuotaState used, DateTimeOffset now) => used.On(now).With(new QuotaAmounts { Groups = 1 }, Options, now);

    private static void EnsureRefused(ErrorCode code, TimeSpan? wait, QuotaState used, QuotaAmounts amounts, DateTimeOffset now)
    {
        ImException refusal = Assert.Throws<ImException>(() => used.On(now).With(amounts, Options, now));
        Assert.Equal((code, wait), (refusal.Code, refusal.RetryAfter));
    }
}
