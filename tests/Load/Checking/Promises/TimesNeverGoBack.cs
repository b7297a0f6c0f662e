using ImOrleans.Load.Checking.Nemeses;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class TimesNeverGoBack(Evidence evidence) : Rule(evidence)
{
    /// <summary>The default of <c>Im:Conversations:ForgivenClockStep</c>.</summary>
    private const long ForgivenMs = 10_000;

    private readonly Dictionary<(int User, int Conversation), long> last = [];
    private bool clockWasTurned;

    public override string Promise => "times never go back within a conversation, unless the server's clock was turned by more than 10 s";

    public override void See(in Fact fact)
    {
        if (fact is { Kind: FactKind.Struck, Text: ClockNemesis.ItsName })
        {
            clockWasTurned = true;
        }

        if (fact.Kind == FactKind.Stored)
        {
            long back = last.GetValueOrDefault((fact.User, fact.Conversation)) - fact.Value;
            if (back > 0 && !(clockWasTurned && back > ForgivenMs))
            {
                Violate($"entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)} is {back} ms older than the one before it");
            }

            last[(fact.User, fact.Conversation)] = fact.Value;
        }
    }
}
