using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class FailuresHaveANumber(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "every call that the server refuses has the number of a refusal";

    public override void See(in Fact fact)
    {
        if (fact.Kind == FactKind.Unnumbered)
        {
            Violate($"a call failed with: {fact.Text}");
        }
    }
}
