using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class NumberedWithoutHoles(Evidence evidence) : Rule(evidence)
{
    private readonly Dictionary<int, long> first = [];
    private readonly Dictionary<(int User, int Conversation), (long Head, long Last)> readings = [];

    public override string Promise => "entries are numbered 1..N without holes or doubles, the same for every member";

    public override void See(in Fact fact)
    {
        (int, int) key = (fact.User, fact.Conversation);
        if (fact.Kind == FactKind.ReadBack)
        {
            readings[key] = (fact.Seq, fact.Value - 1);
            first[fact.Conversation] = Math.Min(first.GetValueOrDefault(fact.Conversation, long.MaxValue), fact.Value);
        }
        else if (fact.Kind == FactKind.Stored)
        {
            (long head, long last) = readings.GetValueOrDefault(key);
            if (fact.Seq != last + 1)
            {
                Violate($"{Evidence.User(fact.User)} reads entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)} after entry {last}");
            }

            readings[key] = (head, fact.Seq);
        }
    }

    public override void Conclude()
    {
        foreach (((int user, int conversation), (long head, long last)) in readings.Where(reading => reading.Value.Head != reading.Value.Last))
        {
            Violate($"{Evidence.User(user)} got the answer that {Evidence.Conversation(conversation)} ends with entry {head}, but can read only up to {last}");
        }

        foreach ((int conversation, long from) in first.Where(pair => pair.Value != 1))
        {
            Violate($"{Evidence.Conversation(conversation)} begins with entry {from} even for its first member");
        }

        foreach ((int conversation, StoredLog log) in Evidence.Logs)
        {
            foreach (long seq in log.Conflicts)
            {
                Violate($"two members read different entries as number {seq} of {Evidence.Conversation(conversation)}");
            }
        }
    }
}
