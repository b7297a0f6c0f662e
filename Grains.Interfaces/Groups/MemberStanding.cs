using ImOrleans.Protocol.Groups;

namespace ImOrleans.Grains.Groups;

/// <summary>The rights of a member of a group.</summary>
/// <param name="Role">One of <see cref="GroupRole"/>.</param>
/// <param name="MutedUntil">Milliseconds since 1970. The member writes nothing before this time; 0 for a member who is not muted.</param>
[GenerateSerializer, Immutable, Alias("im.member-standing")]
public sealed record MemberStanding([property: Id(0)] string Role, [property: Id(1)] long MutedUntil);
