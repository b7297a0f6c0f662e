using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.Grains.Conversations;

/// <summary>Changes of the member list as entries of the conversation, each once however often it is asked.</summary>
internal sealed class RosterChanges(AppendQueue queue, RosterLease roster)
{
    private AppliedChange last = new(0, 0);

    public async Task<AppliedChange> ApplyAsync(MembershipChange change) =>
        change.Version > roster.Current.Version || last.Seq == 0 ? await AppendAsync(change) : last;

    private async Task<AppliedChange> AppendAsync(MembershipChange change)
    {
        AppendReceipt[] stored = await queue.AppendAsync(Notice.Of(change));
        roster.Apply(change, stored[0].Seq);
        return last = new AppliedChange(stored[0].Seq, stored[0].Ordinal);
    }
}
