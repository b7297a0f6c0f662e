using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class AcknowledgedIsStored(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "what was acknowledged is stored, under its number and unaltered";

    public override void See(in Fact fact)
    {
        if (fact.Kind is not (FactKind.Acknowledged or FactKind.Recognised))
        {
            return;
        }

        string receipt = $"{Message(fact.Message)} was acknowledged as entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)}";
        if (Evidence.Log(fact.Conversation)[fact.Seq] is not { } stored)
        {
            Violate($"{receipt}, but no such entry is stored: an acknowledged message is lost");
        }
        else if (stored.Message != fact.Message)
        {
            Violate($"{receipt}, but there {Message(stored.Message)} is stored: an acknowledged message is lost");
        }
        else if (stored.Hash != Evidence.Sent(fact.Message)?.Hash)
        {
            Violate($"{receipt}, but its content, kind or sender is stored as another: an acknowledged message is altered");
        }
    }
}
