using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Grains.Conversations;

/// <summary>Entries that are stored together or not at all: one send of one connection, or one change of the member list.</summary>
internal sealed class PendingEntries
{
    public required string SenderId { get; init; }

    /// <summary>The connection that gets the receipts.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>The device that has these entries from their receipts.</summary>
    public string DeviceId { get; init; } = "";

    public required MessageDraft[] Drafts { get; init; }

    /// <summary>Set for a notice. It is appended alone, because who receives entries before and after it differs.</summary>
    public MembershipChange? Change { get; init; }

    /// <summary>The members at the moment of numbering, before the change if this is one.</summary>
    public Roster Recipients { get; set; } = Roster.Empty;

    public TaskCompletionSource<AppendReceipt[]> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
