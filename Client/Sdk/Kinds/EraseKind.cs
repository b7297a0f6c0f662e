using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>The server removed the content of another entry: the overlay of that entry says so, and this one is no row.</summary>
internal sealed class EraseKind : ClientKind
{
    public override string Name => MessageKind.Erase;

    public override bool Counts => false;

    public override bool IsShown => false;
}
