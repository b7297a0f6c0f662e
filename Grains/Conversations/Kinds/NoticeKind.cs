using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>What the server says of the members of a conversation: somebody joined, left or was removed.</summary>
internal sealed class NoticeKind : EntryKind
{
    public override string Name => MessageKind.Notice;

    public override Writers Writers => Writers.Server;

    public override bool Counts => false;

    public override string? Fault(MessageContent content) => null;
}
