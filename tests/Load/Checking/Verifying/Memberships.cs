namespace ImOrleans.Load.Checking.Verifying;

/// <summary>From the entry by which a user joined to the entry by which the user left. The user sees both.</summary>
internal readonly record struct Membership(long Joined, long Left)
{
    public bool Lasts => Left == long.MaxValue;

    public bool Covers(long seq) => seq >= Joined && seq <= Left;
}

/// <summary>The members of each conversation, from entry to entry, as its notices say.</summary>
internal sealed class Memberships
{
    private readonly Dictionary<(int Conversation, int User), SortedSet<long>> joins = [];
    private readonly Dictionary<(int Conversation, int User), SortedSet<long>> leaves = [];

    public IEnumerable<(int Conversation, int User)> All => joins.Keys;

    public void Join(int conversation, int user, long seq) => Add(joins, (conversation, user), seq);

    public void Leave(int conversation, int user, long seq) => Add(leaves, (conversation, user), seq);

    /// <summary>Whether a user was ever removed, or left.</summary>
    public bool EverLeft(int conversation, int user) => leaves.ContainsKey((conversation, user));

    public IEnumerable<Membership> Of(int conversation, int user) => joins.TryGetValue((conversation, user), out SortedSet<long>? joined)
        ? joined.Select(from => new Membership(from, LeftAfter(conversation, user, from)))
        : [];

    /// <summary>The membership that covers the head, if any.</summary>
    public Membership? At(int conversation, int user, long head)
    {
        foreach (Membership membership in Of(conversation, user))
        {
            if (membership.Joined <= head && membership.Left > head)
            {
                return membership;
            }
        }

        return null;
    }

    private long LeftAfter(int conversation, int user, long seq) =>
        leaves.TryGetValue((conversation, user), out SortedSet<long>? left) && left.GetViewBetween(seq, long.MaxValue) is { Count: > 0 } after
            ? after.Min
            : long.MaxValue;

    private static void Add(Dictionary<(int, int), SortedSet<long>> to, (int, int) key, long seq)
    {
        if (!to.TryGetValue(key, out SortedSet<long>? seqs))
        {
            to[key] = seqs = [];
        }

        seqs.Add(seq);
    }
}
