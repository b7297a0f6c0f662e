using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.ClusterTests.Running;

/// <summary>Kinds that the product does not have: what it does for a kind it does for these.</summary>
internal static class InventedKinds
{
    public static IEnumerable<EntryKind> All { get; } = [new Cheer(), new Wave(), new Rewrite(), new Strike()];

    /// <summary>Counts as unread.</summary>
    internal sealed class Cheer : EntryKind
    {
        public override string Name => "cheer";

        public override string? Fault(MessageContent content) => content.Name is null ? "A cheer has a name." : null;
    }

    /// <summary>Does not count, and is no preview.</summary>
    internal sealed class Wave : EntryKind
    {
        public override string Name => "wave";

        public override bool Counts => false;

        public override bool IsPreview => false;

        public override string? Fault(MessageContent content) => null;
    }

    /// <summary>Replaces the text of an own entry.</summary>
    internal sealed class Rewrite : EntryKind
    {
        public override string Name => "rewrite";

        public override Writers Writers => Writers.TargetSender;

        public override bool Counts => false;

        public override bool IsPreview => false;

        public override bool NeedsTarget => true;

        public override string? Fault(MessageContent content) => content.Text is null ? "A rewrite has a text." : null;

        public override EntryOverlay? Amend(EntryTarget target, MessageDraft draft, string senderId, DateTimeOffset at) =>
            (target.Overlay.Content ?? target.Content).Text == draft.Content.Text ? null : target.Overlay with { Content = draft.Content, EditedAt = at };
    }

    /// <summary>Takes the content of an entry away.</summary>
    internal sealed class Strike : EntryKind
    {
        public override string Name => "strike";

        public override bool Counts => false;

        public override bool IsPreview => false;

        public override bool NeedsTarget => true;

        public override string? Fault(MessageContent content) => null;

        public override EntryOverlay? Amend(EntryTarget target, MessageDraft draft, string senderId, DateTimeOffset at) =>
            EntryOverlay.None with { Redacts = true };
    }
}
