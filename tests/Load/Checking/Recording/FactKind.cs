namespace ImOrleans.Load.Checking.Recording;

/// <summary>The kind of a ledger line. The name is the first word of the line.</summary>
internal enum FactKind
{
    /// <summary>The seed and the options of the run.</summary>
    Begun,
    Ended,

    /// <summary>A user and its id, a device and its user, a conversation and its id: lines that name one of them use its number.</summary>
    User,
    Device,
    Conversation,

    /// <summary>An attempt to send; the value counts the attempts of this message.</summary>
    Sent,

    /// <summary>A receipt for the attempt that the value counts; the hash is its time.</summary>
    Acknowledged,

    /// <summary>A receipt that says "stored by an earlier send".</summary>
    Recognised,

    /// <summary>The message was refused for good; the value is the code.</summary>
    Refused,

    /// <summary>The run ended without an answer, though the server was well.</summary>
    Unanswered,

    /// <summary>A call failed without the number of a refusal.</summary>
    Unnumbered,

    Connected,
    Disconnected,

    /// <summary>The device lost all that it knew, as a phone that is set up again.</summary>
    Forgot,

    /// <summary>
    /// The device wants entries of this conversation from this seq on; the value is the first that its user may read, as the server said.
    /// </summary>
    Follows,
    Pushed,
    Pulled,
    ToldToCheck,

    /// <summary>A sync begins; before it one line for each conversation with the head that the device knows.</summary>
    Asked,
    AskedWith,

    /// <summary>One conversation of a sync: seq is the head, message the read position, value the unread count.</summary>
    Synced,
    SyncEnded,

    /// <summary>The server said how far a user has read or received.</summary>
    ReadSeen,
    DeliveredSeen,

    /// <summary>The server confirmed that this user has read up to here.</summary>
    ReadConfirmed,

    /// <summary>A change of members: asked for, and confirmed.</summary>
    Removing,
    Removed,
    Adding,
    Added,

    /// <summary>A history that a removed user asked for: refused, or served by mistake.</summary>
    Denied,
    Served,

    /// <summary>No device sends from here on.</summary>
    Calm,
    Head,

    /// <summary>Every device has everything, or the time for it is over; the value is the milliseconds that it took.</summary>
    CalmEnded,
    Struck,
    Healed,

    /// <summary>A member begins to read everything back: seq is the head, value the first seq.</summary>
    ReadBack,

    /// <summary>An entry as it was read back; the value is its time.</summary>
    Stored,

    /// <summary>A notice that was read back: this user joined or left with this entry.</summary>
    Joined,
    Left,
}
