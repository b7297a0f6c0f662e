using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>A text that a user wrote.</summary>
internal sealed class TextKind : ClientKind
{
    public override string Name => MessageKind.Text;
}
