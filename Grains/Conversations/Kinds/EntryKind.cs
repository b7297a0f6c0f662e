using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>Answers every question about one kind of entry. One sealed class for each kind, one instance for the silo, no state.</summary>
internal abstract class EntryKind
{
    /// <summary>On the wire and in the log; never changes its meaning.</summary>
    public abstract string Name { get; }

    /// <summary>The users who can write it.</summary>
    public virtual Writers Writers => Writers.Members;

    /// <summary>Whether an entry counts as unread.</summary>
    public virtual bool Counts => true;

    /// <summary>Whether an entry can be the preview of its conversation in a list.</summary>
    public virtual bool IsPreview => true;

    /// <summary>Whether an entry is about another entry, and says so with its target.</summary>
    public virtual bool NeedsTarget => false;

    /// <summary>The fault of the content that a client sent, as a sentence; null when it is valid.</summary>
    public abstract string? Fault(MessageContent content);

    /// <summary>
    /// Computes the effect of an entry of this kind on its target, in the turn that numbers it. Only the conversation writes, so the given
    /// overlay is the current one.
    /// </summary>
    /// <returns>The new complete overlay; null when the entry changes nothing.</returns>
    /// <exception cref="ImException">The sender cannot do this to the target.</exception>
    public virtual EntryOverlay? Amend(EntryTarget target, MessageDraft draft, string senderId, DateTimeOffset at) => null;
}
