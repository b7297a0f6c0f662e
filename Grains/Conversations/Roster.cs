using System.Collections.Immutable;
using ImOrleans.Grains.Groups;
using ImOrleans.Protocol.Groups;

namespace ImOrleans.Grains.Conversations;

/// <summary>The members of a conversation, at one version. Immutable: an entry's recipients are fixed when it gets its number.</summary>
internal sealed record Roster(long Version, ImmutableDictionary<string, RosterMember> Members)
{
    /// <summary>Members can read but not write: the account of one of the two people of a direct conversation was deleted.</summary>
    public bool IsClosed { get; init; }

    public static Roster Empty { get; } = new(0, ImmutableDictionary<string, RosterMember>.Empty);

    /// <summary>Ordinary members.</summary>
    /// <param name="members">User id and the first seq that this member may read.</param>
    public static Roster Of(long version, IEnumerable<KeyValuePair<string, long>> members) => new(
        version, members.ToImmutableDictionary(member => member.Key, member => new RosterMember(member.Value), StringComparer.Ordinal));

    public static Roster Of(GroupRoster group)
    {
        var members = Of(group.Version, group.Members).Members.ToBuilder();
        foreach ((string userId, MemberStanding standing) in group.Standings.Where(standing => members.ContainsKey(standing.Key)))
        {
            members[userId] = members[userId] with { Role = standing.Role, MutedUntil = standing.MutedUntil };
        }

        return new Roster(group.Version, members.ToImmutable());
    }

    public bool Contains(string userId) => Members.ContainsKey(userId);

    public bool CanRead(string userId, long seq) => Members.TryGetValue(userId, out RosterMember member) && member.FirstSeq <= seq;

    /// <summary>The first seq that this member may read; 0 for a user who is not a member.</summary>
    public long FirstSeqOf(string userId) => Members.GetValueOrDefault(userId).FirstSeq;

    /// <summary>The members who can read this entry.</summary>
    public Roster ReadersOf(long seq) =>
        new(Version, Members.Where(member => member.Value.FirstSeq <= seq).ToImmutableDictionary(StringComparer.Ordinal));

    /// <summary>
    /// The members after a change that became the entry <paramref name="seq"/>. A member who is named again stays as before.
    /// </summary>
    public Roster With(MembershipChange change, long seq)
    {
        var members = Members.ToBuilder();
        members.RemoveRange(change.Left);
        foreach (string userId in change.Joined)
        {
            members.TryAdd(userId, new RosterMember(seq));
        }

        if (change.OwnerId is { } ownerId)
        {
            SetOwner(members, ownerId);
        }

        return new Roster(change.Version, members.ToImmutable());
    }

    private static void SetOwner(ImmutableDictionary<string, RosterMember>.Builder members, string ownerId)
    {
        foreach (string former in members.Where(member => member.Value.Role == GroupRole.Owner).Select(member => member.Key).ToArray())
        {
            members[former] = members[former] with { Role = GroupRole.Member };
        }

        if (members.TryGetValue(ownerId, out RosterMember owner))
        {
            members[ownerId] = owner with { Role = GroupRole.Owner };
        }
    }
}
