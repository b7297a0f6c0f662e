namespace ImOrleans.Grains.Conversations.Kinds;

/// <summary>The writers that a kind of entry allows.</summary>
internal enum Writers
{
    /// <summary>Every member who is not muted.</summary>
    Members,

    /// <summary>The sender of the target, as long as this user is a member and not muted.</summary>
    TargetSender,

    /// <summary>No client.</summary>
    Server,
}
