using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class UnreadIsCounted(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "the unread count is the number of messages after the read position";

    public override void See(in Fact fact)
    {
        if (fact.Kind != FactKind.Synced)
        {
            return;
        }

        StoredLog log = Evidence.Log(fact.Conversation);
        long counted = log.Ordinal(fact.Seq) - log.Ordinal(fact.Message);
        if (counted != fact.Value && fact.Seq <= log.Head)
        {
            Violate(
                $"{Evidence.Device(fact.Device)} got the number of {fact.Value} unread messages in {Evidence.Conversation(fact.Conversation)}, " +
                $"but {counted} are stored after entry {fact.Message} up to {fact.Seq}");
        }
    }
}
