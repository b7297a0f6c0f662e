namespace ImOrleans.Grains.Users;

/// <summary>Which conversations a user is in, as groups and direct conversations say it: each word once, and none that is older than what is known.</summary>
internal sealed class Memberships(ConversationIndex index, HeadVerification heads, UserOptions options, TimeProvider time)
{
    /// <summary>Durable when it returns.</summary>
    /// <returns>Whether it was news.</returns>
    public async Task<bool> JoinAsync(Membership membership)
    {
        IndexEntry? known = index.Find(membership.ConversationId);
        if (known is not null && (known.Version > membership.Version || (known.Version == membership.Version && known.IsMember)))
        {
            return false;
        }

        IndexEntry entry = known ?? index.Add(membership.ConversationId);
        index.Revive(entry);
        (entry.Version, entry.Title, entry.FirstSeq) = (membership.Version, membership.Title, membership.FirstSeq);
        (entry.ReadUpTo, entry.ReadOrdinal) = (membership.FirstSeq - 1, membership.FirstOrdinal);
        (entry.Head, entry.HeadOrdinal) = (membership.FirstSeq - 1, membership.FirstOrdinal);
        (entry.LastAt, entry.JoinedStamp) = (time.GetUtcNow().ToUnixTimeMilliseconds(), index.NextStamp());
        index.MarkDirty(entry);
        heads.MarkActive(entry.ConversationId, options.RouteLease);
        await index.WriteAsync();
        return true;
    }

    /// <inheritdoc cref="JoinAsync"/>
    public async Task<bool> LeaveAsync(string conversationId, long version)
    {
        if (index.Member(conversationId) is not { } entry || entry.Version >= version)
        {
            return false;
        }

        entry.Version = version;
        index.End(entry);
        await index.WriteAsync();
        return true;
    }
}
