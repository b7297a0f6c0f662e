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

    public required MessageDraft[] Drafts
    {
        get;
        init
        {
            (field, Bodies, Operations) = (value, new ReadOnlyMemory<byte>[value.Length], value.Length);
            for (int i = 0; i < value.Length; i++)
            {
                Bodies[i] = EntryBody.ToJson(value[i]);
                Bytes += Bodies[i].Length;
                Operations += value[i].Target is null ? 0 : 1;
            }
        }
    }

    /// <summary>The drafts as the log keeps them.</summary>
    public ReadOnlyMemory<byte>[] Bodies { get; private init; } = [];

    /// <summary>The operations of the log: entries, and amendments of their targets.</summary>
    public int Operations { get; private init; }

    /// <summary>
    /// The bytes of the bodies. Overlays are not known before the turn that numbers; one is about as large as the body that makes it.
    /// </summary>
    public long Bytes { get; private init; }

    public bool HasTargets => Operations > Drafts.Length;

    /// <summary>Set for a notice. It is appended alone, because who receives entries before and after it differs.</summary>
    public MembershipChange? Change { get; init; }

    /// <summary>The server writes them: no member's permission is asked for.</summary>
    public bool AreOfServer => SenderId == Message.Server;

    /// <summary>The members at the moment of numbering, before the change if this is one.</summary>
    public Roster Recipients { get; set; } = Roster.Empty;

    /// <summary>The effect of each draft on its target; set in the turn that numbers, empty when no draft has a target.</summary>
    public DraftOverlay?[] Overlays { get; set; } = [];

    public TaskCompletionSource<AppendReceipt[]> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
