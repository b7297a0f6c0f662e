using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Outgoing;

/// <summary>A message that is in the outbox: from here on it survives disconnects and restarts.</summary>
/// <param name="ClientMessageId">Under which it is sent, however often.</param>
/// <param name="Receipt">
/// Completes when the server has stored it. Fails with an <see cref="Protocol.Errors.ImException"/> when the server refuses it for good, when
/// it is discarded (1702), or when the session ends (1106); cancelled when the client is disposed. It need not be awaited.
/// </param>
public sealed record QueuedMessage(string ClientMessageId, Task<SendReceipt> Receipt);
