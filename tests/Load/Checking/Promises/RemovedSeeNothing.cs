using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// Checked in two ways. A user sees no entry outside of the membership that the notices show. A server that does not apply a removal may
/// not write the notice either, so a removed user also sees no message that was sent after the removal was confirmed.
/// </summary>
internal sealed class RemovedSeeNothing(Evidence evidence) : Rule(evidence)
{
    private readonly Dictionary<(int User, int Conversation), long> removed = [];
    private long lastMessage;

    public override string Promise => "who was removed is shown, and reads, nothing that came after";

    public override void See(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.Sent:
                lastMessage = Math.Max(lastMessage, fact.Message);
                break;
            case FactKind.Removed:
                removed[(fact.User, fact.Conversation)] = lastMessage;
                break;
            case FactKind.Adding:
                removed.Remove((fact.User, fact.Conversation));
                break;
            case FactKind.Served when removed.ContainsKey((fact.User, fact.Conversation)):
                Violate($"{Evidence.User(fact.User)} was removed from {Evidence.Conversation(fact.Conversation)} and could still read its history");
                break;
            case FactKind.Pushed or FactKind.Pulled:
                Compare(fact, Evidence.UserOf(fact.Device));
                break;
            default:
                break;
        }
    }

    private void Compare(in Fact fact, int user)
    {
        long seq = fact.Seq;
        bool isAfter = removed.TryGetValue((user, fact.Conversation), out long last) && fact.Message > last;
        if (isAfter || !Evidence.Memberships.Of(fact.Conversation, user).Any(membership => membership.Covers(seq)))
        {
            Violate(
                $"{Evidence.Device(fact.Device)} was shown entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)}, " +
                $"{(isAfter ? "sent after its user was removed" : "of which its user is no member at that place")}");
        }
    }
}
