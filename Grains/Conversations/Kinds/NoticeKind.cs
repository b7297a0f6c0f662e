using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>A notice of the server about the members of a conversation: users joined, left or were removed.</summary>
internal sealed class NoticeKind : EntryKind
{
    public override string Name => MessageKind.Notice;

    public override Writers Writers => Writers.Server;

    public override bool Counts => false;

    public override string? Fault(MessageContent content) => null;
}
