using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

/// <summary>
/// Covers messages that were acknowledged at the first attempt: the place of a repetition comes from the attempt that was stored.
/// </summary>
internal sealed class SendsKeepTheirOrder(Evidence evidence) : Rule(evidence)
{
    private readonly Dictionary<(int Line, int Conversation), List<(long Message, long Seq)>> answered = [];

    public override string Promise => "what one connection sends to one conversation is numbered in the order in which it was sent";

    public override void See(in Fact fact)
    {
        if (fact.Kind == FactKind.Acknowledged && fact.Value == 1)
        {
            (int, int) key = (fact.Line, fact.Conversation);
            if (!answered.TryGetValue(key, out List<(long, long)>? receipts))
            {
                answered[key] = receipts = [];
            }

            receipts.Add((fact.Message, fact.Seq));
        }
    }

    public override void Conclude()
    {
        foreach (((int line, int conversation), List<(long Message, long Seq)> receipts) in answered)
        {
            receipts.Sort(); // A device numbers its messages in the order in which it sends them.
            for (int index = 1; index < receipts.Count; index++)
            {
                if (receipts[index].Seq <= receipts[index - 1].Seq)
                {
                    Violate(
                        $"on connection {line}, {Message(receipts[index - 1].Message)} was sent before message {receipts[index].Message}, but they became entries " +
                        $"{receipts[index - 1].Seq} and {receipts[index].Seq} of {Evidence.Conversation(conversation)}");
                }
            }
        }
    }
}
