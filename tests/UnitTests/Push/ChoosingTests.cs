using ImOrleans.Grains.Push;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Push;
using Xunit;

namespace ImOrleans.UnitTests.Push;

public sealed class ChoosingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private readonly NotifyFact fact = new() { FirstSeq = 1, ReadUpTo = 4, Held = 4, Notify = NotifyLevel.All };

    [Fact]
    public void What_is_new_for_a_device_that_is_away_is_decided_by_its_entries() => Assert.Null(RuleOf(fact));

    [Fact]
    public void Each_rule_suppresses_and_says_so()
    {
        Assert.Equal(PushRule.NotAMember, RuleOf(null));
        Assert.Equal(PushRule.ReadElsewhere, RuleOf(fact with { ReadUpTo = 5 }));
        Assert.Equal(PushRule.Delivered, RuleOf(fact with { Held = 5 }));
        Assert.Equal(PushRule.LevelNone, RuleOf(fact with { Notify = NotifyLevel.None }));
        Assert.Equal(PushRule.Muted, RuleOf(fact with { MutedUntil = Now.AddSeconds(1) }));
        Assert.Null(RuleOf(fact with { MutedUntil = Now }));
        Assert.Equal(PushRule.Expired, RuleOf(fact, age: TimeSpan.FromDays(2)));
        Assert.Equal(PushRule.SignedOut, RuleOf(fact, platform: null));
        Assert.Equal(PushRule.TokenMoved, RuleOf(fact, ownsToken: false));
        Assert.Equal(PushRule.DoNotDisturb, RuleOf(
            fact, settings: new PushSettings { DoNotDisturb = new DoNotDisturb { From = "11:00", To = "13:00", TimeZone = "UTC" } }));
    }

    [Fact]
    public void An_active_desktop_suppresses_phones_only()
    {
        Assert.Equal(PushRule.ActiveDesktop, RuleOf(fact, platform: "ios", isOnDesktop: true));
        Assert.Null(RuleOf(fact, platform: "web", isOnDesktop: true));
    }

    [Fact]
    public void A_withdrawal_is_made_also_for_who_has_read_left_or_muted() =>
        Assert.All([null, fact with { ReadUpTo = 9, MutedUntil = Now.AddDays(1) }], some => Assert.Null(RuleOf(some, isWithdrawal: true)));

    private static string? RuleOf(
        NotifyFact? fact,
        TimeSpan age = default,
        string? platform = "android",
        bool ownsToken = true,
        bool isOnDesktop = false,
        bool isWithdrawal = false,
        PushSettings? settings = null)
    {
        WaitingPush waiting = new() { DeviceId = "d1", ConversationId = "g:1", Seq = 5, Since = Now - age, IsWithdrawal = isWithdrawal };
        Dictionary<string, string> signedIn = platform is null ? [] : new() { ["d1"] = platform };
        HashSet<string> owned = ownsToken ? ["d1"] : [];
        PushFacts facts = new(signedIn, owned, new NotifyFacts(0, [fact]), isOnDesktop, Now);
        return PushDecisions.RuleFor(waiting, fact, facts, settings ?? new PushSettings(), TimeSpan.FromDays(1));
    }
}
