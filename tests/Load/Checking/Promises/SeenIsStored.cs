using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Verifying;

namespace ImOrleans.Load.Checking.Promises;

internal sealed class SeenIsStored(Evidence evidence) : Rule(evidence)
{
    public override string Promise => "what a device was shown is what is stored under that number";

    public override void See(in Fact fact)
    {
        if (fact.Kind is not (FactKind.Pushed or FactKind.Pulled))
        {
            return;
        }

        string what = $"{Evidence.Device(fact.Device)} was shown {Message(fact.Message)} as entry {fact.Seq} of {Evidence.Conversation(fact.Conversation)}";
        if (Evidence.Log(fact.Conversation)[fact.Seq] is not { } stored)
        {
            Violate($"{what}, but no such entry is stored");
        }
        else if (stored.Message != fact.Message || stored.Hash != fact.Hash)
        {
            Violate($"{what}, but stored is {(stored.Message == fact.Message ? "another content" : Message(stored.Message))}");
        }
    }
}
