using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// A connection is pushed ascending numbers. What it has already may come again, and what it missed may come late: when it was told to look,
/// or by a repair, which takes longer than two pushes that changed places.
/// </summary>
internal sealed class PushesAscend(Evidence evidence) : Rule(evidence)
{
    private const long RepairAfter = 500;
    private readonly Dictionary<(int Line, int Conversation), (long Highest, long At)> pushed = [];
    private readonly Dictionary<(int Device, int Conversation), Seqs> known = [];
    private readonly HashSet<int> toldToCheck = [];

    public override string Promise => "each connection is pushed the entries of a conversation in the order of their numbers";

    public override void See(in Fact fact)
    {
        switch (fact.Kind)
        {
            case FactKind.ToldToCheck:
                toldToCheck.Add(fact.Line);
                break;
            case FactKind.Acknowledged or FactKind.Recognised or FactKind.Pulled:
                Known(fact).Add(fact.Seq);
                break;
            case FactKind.Pushed:
                Push(fact);
                Known(fact).Add(fact.Seq);
                break;
            default:
                break;
        }
    }

    private void Push(in Fact fact)
    {
        (int, int) key = (fact.Line, fact.Conversation);
        (long highest, long at) = pushed.GetValueOrDefault(key);
        if (fact.Seq > highest)
        {
            pushed[key] = (fact.Seq, fact.At);
        }
        else if (!Known(fact).Contains(fact.Seq) && fact.At - at < RepairAfter && !toldToCheck.Contains(fact.Line))
        {
            Violate(
                $"{Evidence.Device(fact.Device)} was pushed entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)} {fact.At - at} ms " +
                $"after entry {highest}, on the same connection");
        }
    }

    private Seqs Known(in Fact fact) =>
        known.TryGetValue((fact.Device, fact.Conversation), out Seqs? seqs) ? seqs : known[(fact.Device, fact.Conversation)] = new Seqs();
}
