using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Client.Storage;

/// <summary>A message on its way to the server.</summary>
public sealed record OutboxItem
{
    /// <summary>The order of sending within a conversation; unique in a store.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Where it goes.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The draft. Its clientMessageId never changes.</summary>
    public required MessageDraft Draft { get; init; }

    /// <summary>By the clock of this machine.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Why the server refused it for good; null while it waits. It stays until it is retried or discarded.</summary>
    public OutboxFailure? Failure { get; init; }
}

/// <summary>A final refusal.</summary>
/// <param name="Code">From the catalogue.</param>
/// <param name="Message">For people.</param>
public sealed record OutboxFailure(ErrorCode Code, string Message);
