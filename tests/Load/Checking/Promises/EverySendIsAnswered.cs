using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class EverySendIsAnswered(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "once the faults are over, a send that is repeated is answered";

    public override void See(in Fact fact)
    {
        if (fact.Kind == FactKind.Unanswered)
        {
            Violate($"{Message(fact.Message)} to {Evidence.Conversation(fact.Conversation)} got no answer; the last failure: {fact.Text}");
        }
    }
}
