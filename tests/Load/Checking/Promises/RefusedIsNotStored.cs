using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class RefusedIsNotStored(Evidence evidence) : Rule(evidence)
{
    private readonly HashSet<long> refused = [];

    public override string Promise => "what was refused for good is not stored";

    public override void See(in Fact fact)
    {
        if (fact.Kind == FactKind.Refused)
        {
            refused.Add(fact.Message);
        }
    }

    public override void Conclude()
    {
        foreach ((int conversation, StoredLog log) in Evidence.Logs)
        {
            foreach ((long seq, StoredEntry entry) in log.Entries.Where(pair => refused.Contains(pair.Entry.Message)))
            {
                Violate($"{Message(entry.Message)} was refused, but is stored as entry {seq} of {Evidence.Conversation(conversation)}");
            }
        }
    }
}
