using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.FaultySilo.Logs;

/// <summary>
/// No bug, but faults that any store can have: a share of the appends fails before it is stored, after it is stored, or is stored late,
/// when the caller has given it up.
/// </summary>
internal sealed class UnreliableLog(IMessageLog log, FaultShare share) : WrappedLog(log)
{
    private const int LongestDelay = 200;

    public override async Task<AppendResult> AppendAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments = null)
    {
        if (!share.Falls())
        {
            return await Log.AppendAsync(conversationId, expectedHead, entries, amendments);
        }

        switch (Random.Shared.Next(3))
        {
            case 0:
                throw new IOException("The store failed before the commit.");
            case 1:
                await Log.AppendAsync(conversationId, expectedHead, entries, amendments);
                throw new IOException("The store failed after the commit.");
            default:
                _ = AppendLateAsync(conversationId, expectedHead, entries, amendments);
                throw new IOException("The store did not answer; it may still commit.");
        }
    }

    private async Task AppendLateAsync(
        string conversationId, long expectedHead, IReadOnlyList<NewEntry> entries, IReadOnlyList<Amendment>? amendments)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LongestDelay))).ConfigureAwait(false);
        await Log.AppendAsync(conversationId, expectedHead, entries, amendments);
    }
}
