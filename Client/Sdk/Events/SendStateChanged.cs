using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Events;

/// <summary>How far a message is on its way.</summary>
public enum SendState
{
    /// <summary>Kept in the outbox; it will be sent, whatever happens.</summary>
    Queued,

    /// <summary>The server has stored it.</summary>
    Sent,

    /// <summary>The server refused it for good. It stays in the outbox until it is retried or discarded.</summary>
    Failed,

    /// <summary>Taken out of the outbox by the application.</summary>
    Discarded,
}

/// <summary>A message of the outbox has come further.</summary>
/// <param name="State">The new state.</param>
/// <param name="Item">The message; with <see cref="SendState.Failed"/> it says why.</param>
/// <param name="Receipt">With <see cref="SendState.Sent"/>.</param>
public sealed record SendStateChanged(SendState State, OutboxItem Item, SendReceipt? Receipt = null);
