using ImOrleans.Grains.Conversations.Kinds;

namespace ImOrleans.Grains.Conversations;

/// <summary>The facts on which the permission to write an entry depends.</summary>
/// <param name="Writers">The members who may write entries of this kind.</param>
/// <param name="TargetSenderId">The sender of the entry that this one is about; null for an entry without a target.</param>
internal readonly record struct EntryFacts(Writers Writers, string? TargetSenderId = null)
{
    /// <summary>A message: every member may write it.</summary>
    public static EntryFacts Message { get; } = new(Writers.Members);
}
