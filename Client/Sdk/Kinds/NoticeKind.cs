using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>A notice of the server about the conversation itself.</summary>
internal sealed class NoticeKind : ClientKind
{
    public override string Name => MessageKind.Notice;

    public override bool Counts => false;

    public override bool MovesPosition => false;
}
