using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>Changes of the member list as entries of the conversation, each once however often it is asked.</summary>
/// <param name="diverged">
/// Called when the group does not know a change that was applied here: the conversation starts again with the member list of the group.
/// </param>
internal sealed class RosterChanges(AppendQueue queue, RosterLease roster, Action diverged)
{
    private (string ChangeId, AppliedChange Applied)? last;

    public async Task<AppliedChange> ApplyAsync(MembershipChange change)
    {
        if (last is { } known && change.Version <= roster.Current.Version)
        {
            return known.ChangeId == change.ChangeId ? known.Applied : throw Diverged();
        }

        AppendReceipt[] stored = await queue.AppendAsync(Notice.Of(change));
        roster.Apply(change, stored[0].Seq);
        AppliedChange applied = new(stored[0].Seq, stored[0].Ordinal);
        last = (change.ChangeId, applied);
        return applied;
    }

    private ImException Diverged()
    {
        diverged();
        return new ImException(ErrorCode.Unavailable, "The member list is being loaded. Try again.");
    }
}
