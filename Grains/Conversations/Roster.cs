using System.Collections.Immutable;

namespace ImOrleans.Grains.Conversations;

/// <summary>Who is in a conversation, at one version. Immutable: an entry's recipients are fixed when it gets its number.</summary>
/// <param name="Members">User id and the first seq that this member may read.</param>
internal sealed record Roster(long Version, ImmutableDictionary<string, long> Members)
{
    public static Roster Empty { get; } = new(0, ImmutableDictionary<string, long>.Empty);

    public static Roster Of(long version, IEnumerable<KeyValuePair<string, long>> members) =>
        new(version, members.ToImmutableDictionary(StringComparer.Ordinal));

    public bool Contains(string userId) => Members.ContainsKey(userId);

    public bool CanRead(string userId, long seq) => Members.TryGetValue(userId, out long firstSeq) && firstSeq <= seq;

    /// <summary>Those who may read this entry.</summary>
    public Roster ReadersOf(long seq) => new(Version, Members.Where(member => member.Value <= seq).ToImmutableDictionary(StringComparer.Ordinal));

    public Roster With(MembershipChange change, long seq)
    {
        var members = Members.ToBuilder();
        members.RemoveRange(change.Left);
        foreach (string userId in change.Joined)
        {
            members.TryAdd(userId, seq);
        }

        return new Roster(change.Version, members.ToImmutable());
    }
}
