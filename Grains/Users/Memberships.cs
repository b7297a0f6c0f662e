using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Users;

/// <summary>
/// The memberships of a user, as groups and direct conversations report them. Each version counts once, and never after a newer one.
/// </summary>
internal sealed class Memberships(ConversationIndex index, HeadVerification heads, TimeProvider time)
{
    /// <summary>
    /// Takes over a membership; durable when it returns. A newer version of a membership that lasts changes the title and no position.
    /// </summary>
    /// <returns><see cref="ChangeKind.Joined"/>, <see cref="ChangeKind.Updated"/>, or null when nothing changed for the user.</returns>
    /// <exception cref="ImException"><see cref="ErrorCode.UnknownUser"/> when the account was deleted.</exception>
    public async Task<string?> JoinAsync(Membership membership)
    {
        IndexEntry? known = index.Find(membership.ConversationId);
        if (index.IsClosed && known is not { IsMember: true })
        {
            throw new ImException(ErrorCode.UnknownUser, "There is no such user.");
        }

        if (known is not null && (known.Version > membership.Version || (known.Version == membership.Version && known.IsMember)))
        {
            return null;
        }

        // A membership keeps its first seq. A higher one begins after the user has left, even when that was not reported.
        string? change = known is { IsMember: true } lasting && membership.FirstSeq <= lasting.FirstSeq
            ? Update(lasting, membership)
            : Begin(known, membership);
        await index.WriteAsync();
        return change;
    }

    /// <summary>Ends a membership; durable when it returns.</summary>
    /// <returns>Whether it lasted until now.</returns>
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

    private string Begin(IndexEntry? known, Membership membership)
    {
        IndexEntry entry = known ?? index.Add(membership.ConversationId);
        index.Revive(entry);
        (entry.Version, entry.Title, entry.FirstSeq) = (membership.Version, membership.Title, membership.FirstSeq);
        (entry.ReadUpTo, entry.ReadOrdinal) = (membership.FirstSeq - 1, membership.FirstOrdinal);
        (entry.Head, entry.HeadOrdinal) = (membership.FirstSeq - 1, membership.FirstOrdinal);
        (entry.LastAt, entry.JoinedStamp) = (time.GetUtcNow().ToUnixTimeMilliseconds(), index.NextStamp());
        index.MarkDirty(entry);
        heads.MarkActive(entry.ConversationId);
        return ChangeKind.Joined;
    }

    private string? Update(IndexEntry entry, Membership membership)
    {
        (entry.Version, entry.FirstSeq) = (membership.Version, membership.FirstSeq);
        index.MarkDirty(entry);
        if (entry.Title == membership.Title)
        {
            return null;
        }

        (entry.Title, entry.UpdatedStamp) = (membership.Title, index.NextStamp());
        return ChangeKind.Updated;
    }
}
