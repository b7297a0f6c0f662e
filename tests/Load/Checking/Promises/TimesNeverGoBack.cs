using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class TimesNeverGoBack(Evidence evidence) : Rule(evidence)
{
    private readonly Dictionary<(int User, int Conversation), long> last = [];

    public override string Promise => "times never go back within a conversation, whatever the server's clock does";

    public override void See(in Fact fact)
    {
        if (fact.Kind == FactKind.Stored)
        {
            long before = last.GetValueOrDefault((fact.User, fact.Conversation));
            if (fact.Value < before)
            {
                Violate($"entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)} is {before - fact.Value} ms older than the one before it");
            }

            last[(fact.User, fact.Conversation)] = fact.Value;
        }
    }
}
