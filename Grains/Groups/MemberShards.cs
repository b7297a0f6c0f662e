using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Groups;

namespace ImOrleans.Grains.Groups;

/// <summary>The members of a group, in shards that are written one by one.</summary>
internal sealed class MemberShards(StatePages<GroupShard> shards, GroupOptions options)
{
    private readonly Dictionary<string, (StoredMember Member, int Shard)> members = new(StringComparer.Ordinal);
    private long order;

    public int Count => members.Count;

    /// <summary>Longest member first.</summary>
    public IEnumerable<KeyValuePair<string, StoredMember>> ByAge =>
        members.Select(known => KeyValuePair.Create(known.Key, known.Value.Member)).OrderBy(member => member.Value.Order);

    public Dictionary<string, long> FirstSeqs => members.ToDictionary(known => known.Key, known => known.Value.Member.FirstSeq, StringComparer.Ordinal);

    /// <summary>Role and mute of those who are not ordinary members.</summary>
    public Dictionary<string, MemberStanding> StandingsUnder(string ownerId) => members
        .Select(known => KeyValuePair.Create(known.Key, known.Value.Member.StandingOf(known.Key == ownerId)))
        .Where(known => known.Value is not { Role: GroupRole.Member, MutedUntil: 0 })
        .ToDictionary(StringComparer.Ordinal);

    public async Task LoadAsync()
    {
        await shards.LoadAsync();
        for (int shard = 0; shard < shards.Count; shard++)
        {
            foreach ((string userId, StoredMember member) in shards[shard].Members)
            {
                members[userId] = (member, shard);
                order = Math.Max(order, member.Order);
            }
        }
    }

    public bool Contains(string userId) => members.ContainsKey(userId);

    /// <summary>Idempotent, so that a change can be gone through again after a crash.</summary>
    public Task ApplyAsync(MembershipChange change, long seq)
    {
        foreach (string userId in change.Left)
        {
            if (members.Remove(userId, out (StoredMember Member, int Shard) known))
            {
                shards[known.Shard].Members.Remove(userId);
                shards.MarkDirty(known.Shard);
            }
        }

        foreach (string userId in change.Joined.Where(userId => !members.ContainsKey(userId)))
        {
            Add(userId, new StoredMember(seq, ++order));
        }

        return shards.WriteAsync();
    }

    private void Add(string userId, StoredMember member)
    {
        int shard = Enumerable.Range(0, shards.Count).FirstOrDefault(number => shards[number].Members.Count < options.ShardSize, -1);
        shard = shard < 0 ? shards.Add() : shard;
        shards[shard].Members[userId] = member;
        shards.MarkDirty(shard);
        members[userId] = (member, shard);
    }
}
