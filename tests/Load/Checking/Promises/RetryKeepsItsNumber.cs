using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class RetryKeepsItsNumber(Evidence evidence) : Rule(evidence)
{
    private readonly (long Seq, ulong SentAt, int Attempts, bool New)[] receipts = new (long, ulong, int, bool)[evidence.MessageCount + 1];

    public override string Promise => "a message that is sent again keeps its first number and time, and says that it is a repetition";

    public override void See(in Fact fact)
    {
        if (fact.Kind is not (FactKind.Sent or FactKind.Acknowledged or FactKind.Recognised))
        {
            return;
        }

        ref (long Seq, ulong SentAt, int Attempts, bool New) known = ref receipts[fact.Message];
        if (fact.Kind == FactKind.Sent)
        {
            known.Attempts++;
            return;
        }

        bool isNew = fact.Kind == FactKind.Acknowledged;
        if (known.Seq != 0 && (known.Seq != fact.Seq || known.SentAt != fact.Hash))
        {
            Violate($"{Message(fact.Message)} was acknowledged as entry {known.Seq} and, sent again, as entry {fact.Seq}, or with another time");
        }

        if (isNew && known.New)
        {
            Violate($"{Message(fact.Message)} was sent again and counted as new, although it had been acknowledged as new before");
        }

        if (!isNew && known.Attempts == 1)
        {
            Violate($"{Message(fact.Message)} was called a repetition, although it was sent once");
        }

        (known.Seq, known.SentAt, known.New) = (fact.Seq, fact.Hash, known.New || isNew);
    }
}
