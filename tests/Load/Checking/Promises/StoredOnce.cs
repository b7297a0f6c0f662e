using System.Collections;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class StoredOnce(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "each message is stored once, however often it was sent";

    public override void Conclude()
    {
        BitArray seen = new(Evidence.MessageCount + 1);
        foreach ((int conversation, StoredLog log) in Evidence.Logs)
        {
            foreach ((long seq, StoredEntry entry) in log.Entries.Where(pair => Evidence.Sent(pair.Entry.Message) is not null))
            {
                if (seen[(int)entry.Message])
                {
                    Violate($"{Message(entry.Message)} is stored again as entry {seq} of {Evidence.Conversation(conversation)}");
                }

                seen[(int)entry.Message] = true;
            }
        }
    }
}
