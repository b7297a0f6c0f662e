using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Grains.Push;

/// <summary>Decides by facts, without the entries: pure.</summary>
internal static class PushDecisions
{
    /// <returns>The rule by which nothing is sent; null when the entries decide.</returns>
    public static string? RuleFor(WaitingPush waiting, NotifyFact? fact, PushFacts facts, PushSettings settings, TimeSpan timeToLive)
    {
        if (facts.Now - waiting.Since > timeToLive)
        {
            return PushRule.Expired;
        }

        if (!facts.SignedIn.ContainsKey(waiting.DeviceId))
        {
            return PushRule.SignedOut;
        }

        if (!facts.OwnedTokens.Contains(waiting.DeviceId))
        {
            return PushRule.TokenMoved;
        }

        return waiting.IsWithdrawal ? null
            : fact is null ? PushRule.NotAMember
            : fact.ReadUpTo >= waiting.Seq ? PushRule.ReadElsewhere
            : fact.Held >= waiting.Seq ? PushRule.Delivered
            : fact.Notify == NotifyLevel.None ? PushRule.LevelNone
            : fact.MutedUntil > facts.Now ? PushRule.Muted
            : QuietHours.Include(settings.DoNotDisturb, facts.Now) ? PushRule.DoNotDisturb
            : facts.IsOnDesktop && facts.IsPhone(waiting.DeviceId) ? PushRule.ActiveDesktop
            : null;
    }
}
