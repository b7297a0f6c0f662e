using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>What the server says about the conversation itself.</summary>
internal sealed class NoticeKind : ClientKind
{
    public override string Name => MessageKind.Notice;

    public override bool Counts => false;

    public override bool MovesPosition => false;
}
