using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class NothingInvented(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "what is stored was sent, by this sender, to this conversation, in these words";

    public override void Conclude()
    {
        foreach ((int conversation, StoredLog log) in Evidence.Logs)
        {
            foreach ((long seq, StoredEntry entry) in log.Entries.Where(pair => pair.Entry.Message != 0))
            {
                string where = $"entry {seq} of {Evidence.Conversation(conversation)}";
                if (Evidence.Sent(entry.Message) is not { } sent)
                {
                    Violate($"{where} was never sent by anybody");
                }
                else if (sent.Conversation != conversation)
                {
                    Violate($"{where} is {Message(entry.Message)}, which was sent to {Evidence.Conversation(sent.Conversation)}");
                }
                else if (sent.Hash != entry.Hash)
                {
                    Violate($"{where} is {Message(entry.Message)}, but with another content, kind or sender");
                }
            }
        }
    }
}
