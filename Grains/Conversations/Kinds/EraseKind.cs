using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>The server removes the content of another entry for ever.</summary>
internal sealed class EraseKind : EntryKind
{
    public override string Name => MessageKind.Erase;

    public override Writers Writers => Writers.Server;

    public override bool Counts => false;

    public override bool IsPreview => false;

    public override bool NeedsTarget => true;

    public override string? Fault(MessageContent content) => null;

    public override EntryOverlay? Amend(EntryTarget target, MessageDraft draft, string senderId, DateTimeOffset at) =>
        EntryOverlay.None with { Redacts = true };
}
