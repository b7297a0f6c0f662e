namespace ImOrleans.Grains.Delivery;

/// <summary>How a client gets what a lost payload said.</summary>
public enum RepairKind
{
    /// <summary>The payload needs no repair, because it is worth nothing later.</summary>
    Nothing,

    /// <summary>The recipients compare their heads. The dispatcher asks them to when it loses the frame.</summary>
    Heads,

    /// <summary>The gateway's next round, which attaches its users again.</summary>
    Attach,

    /// <summary>The gateway's next check of its sessions.</summary>
    SessionCheck,

    /// <summary>The gateway's next round over the people whom its connections watch.</summary>
    WatchRound,
}

/// <summary>The repair of one payload.</summary>
/// <param name="ConversationId">For <see cref="RepairKind.Heads"/>: the conversation that moved; empty when any may have.</param>
public readonly record struct Repair(RepairKind Kind, string ConversationId = "")
{
    public static Repair HeadsOf(string? conversationId) => new(RepairKind.Heads, conversationId ?? "");
}
