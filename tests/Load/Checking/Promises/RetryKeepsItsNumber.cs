using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>Also what was sent once may be called a repetition: a gateway repeats a send whose outcome it does not know.</summary>
internal sealed class RetryKeepsItsNumber(Evidence evidence) : Rule(evidence)
{
    private readonly (long Seq, ulong SentAt, bool New)[] receipts = new (long, ulong, bool)[evidence.MessageCount + 1];

    public override string Promise => "a message that is sent again keeps its first number and time, and is new only once";

    public override void See(in Fact fact)
    {
        if (fact.Kind is not (FactKind.Acknowledged or FactKind.Recognised) || Evidence.Sent(fact.Message) is null)
        {
            return;
        }

        ref (long Seq, ulong SentAt, bool New) known = ref receipts[fact.Message];
        if (known.Seq != 0 && (known.Seq != fact.Seq || known.SentAt != fact.Hash))
        {
            Violate($"{Message(fact.Message)} was acknowledged as entry {known.Seq} and, sent again, as entry {fact.Seq}, or with another time");
        }

        bool isNew = fact.Kind == FactKind.Acknowledged;
        if (isNew && known.New)
        {
            Violate($"{Message(fact.Message)} was sent again and counted as new, although it had been acknowledged as new before");
        }

        known = (fact.Seq, fact.Hash, known.New || isNew);
    }
}
