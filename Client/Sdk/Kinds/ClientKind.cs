using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Kinds;

/// <summary>One kind of entry, as far as a client needs it. There is one sealed class for each kind, and <see cref="ClientKinds"/> lists them.</summary>
internal abstract class ClientKind
{
    /// <summary>One of <see cref="MessageKind"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether an entry counts as unread when the server did not say so: older servers send no <see cref="Message.Counts"/>.</summary>
    public virtual bool Counts => true;

    /// <summary>Whether people see the entry as a row of its own.</summary>
    public virtual bool IsShown => true;

    /// <summary>Whether the list of conversations can show the entry as the newest one.</summary>
    public virtual bool IsPreview => IsShown;

    /// <summary>Whether the user's own entry says that everything before it was read.</summary>
    public virtual bool MovesPosition => IsShown;
}
