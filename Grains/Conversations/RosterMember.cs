using ImOrleans.Protocol.Groups;

namespace ImOrleans.Grains.Conversations;

/// <summary>A member of a conversation.</summary>
/// <param name="FirstSeq">The first seq that this member may read.</param>
/// <param name="Role">One of <see cref="GroupRole"/>.</param>
/// <param name="MutedUntil">Milliseconds since 1970. The member writes nothing before this time; 0 for a member who is not muted.</param>
internal readonly record struct RosterMember(long FirstSeq, string Role = GroupRole.Member, long MutedUntil = 0);
