using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The one place that decides who may read and write in a conversation. Pure. A conversation asks at the door, and again when time has
/// passed: in the turn that numbers an entry, and after a read of the log.
/// </summary>
internal static class Permission
{
    /// <summary>Decides whether a user may write an entry.</summary>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <returns>
    /// <see cref="ErrorCode.NotAMember"/>, <see cref="ErrorCode.PeerDeleted"/>, <see cref="ErrorCode.Muted"/>,
    /// <see cref="ErrorCode.NotTheSender"/> or <see cref="ErrorCode.UnknownKind"/>; null when the user may.
    /// </returns>
    public static ImException? Judge(Roster roster, string userId, EntryFacts entry, long now) =>
        !roster.Members.TryGetValue(userId, out RosterMember member) ? ConversationRefusals.NotAMember()
        : roster.IsClosed ? new ImException(ErrorCode.PeerDeleted, "This account was deleted. You can read the conversation, and not write in it.")
        : now < member.MutedUntil ? new ImException(ErrorCode.Muted, "You cannot write in this conversation now.")
        : entry.Writers switch
        {
            Writers.Members => null,
            Writers.TargetSender when entry.TargetSenderId == userId => null,
            Writers.TargetSender => new ImException(ErrorCode.NotTheSender, "Only the sender of an entry can do this to it."),
            _ => new ImException(ErrorCode.UnknownKind, "Clients cannot send this kind of entry."),
        };

    /// <summary>Decides whether a user may read. An unknown conversation has no members, so both are refused alike.</summary>
    /// <returns>The first seq that the user may read.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/>.</exception>
    public static long EnsureReader(Roster roster, string userId) =>
        roster.Members.TryGetValue(userId, out RosterMember member) ? member.FirstSeq : throw ConversationRefusals.NotAMember();
}
