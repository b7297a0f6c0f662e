using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>What somebody wrote.</summary>
internal sealed class TextKind : ClientKind
{
    public override string Name => MessageKind.Text;
}
