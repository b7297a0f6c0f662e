using System.Data.Common;
using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The users who have written in a direct conversation. The receipts of a user who has not are hidden, so that a stranger who writes cannot
/// find out whether the user is there. Entries of this activation are noted. Older entries are looked up once for each of the two users:
/// among the newest entries of the log, and then in the user's own index, which knows of older ones. All members of a group count as
/// authors.
/// </summary>
internal sealed class Authors(string conversationId, IMessageLog log, IGrainFactory grains)
{
    private readonly bool isDirect = !ConversationKey.IsGroup(conversationId);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskCompletionSource<bool>>> waiting = new(StringComparer.Ordinal);

    /// <summary>An entry of this user without a target is stored.</summary>
    public void Add(string userId)
    {
        if (isDirect)
        {
            known.Add(userId);
        }
    }

    /// <param name="userId">A member.</param>
    /// <returns>False also when it cannot be found out now; then the next call asks again.</returns>
    public ValueTask<bool> ContainsAsync(string userId)
    {
        // While a question is in flight everybody waits for it: a receipt must not overtake an earlier one.
        if (waiting.TryGetValue(userId, out List<TaskCompletionSource<bool>>? callers))
        {
            return Join(callers);
        }

        if (!isDirect || known.Contains(userId))
        {
            return ValueTask.FromResult(true);
        }

        if (answers.TryGetValue(userId, out bool hasWritten))
        {
            return ValueTask.FromResult(hasWritten);
        }

        waiting[userId] = callers = [];
        ValueTask<bool> answer = Join(callers);
        _ = AskAsync(userId, callers);
        return answer;
    }

    /// <summary>One source for each caller: those who await one task continue in any order.</summary>
    private static ValueTask<bool> Join(List<TaskCompletionSource<bool>> callers)
    {
        TaskCompletionSource<bool> caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
        callers.Add(caller);
        return new ValueTask<bool>(caller.Task);
    }

    private async Task AskAsync(string userId, List<TaskCompletionSource<bool>> callers)
    {
        Exception? bug = null;
        try
        {
            answers[userId] = await IsInLogAsync(userId) || await IsInIndexAsync(userId);
        }
        catch (Exception failure)
        {
            bug = failure.IsPassing || failure is IOException or DbException ? null : failure;
        }

        waiting.Remove(userId);
        bool contains = known.Contains(userId) || answers.GetValueOrDefault(userId);
        foreach (TaskCompletionSource<bool> caller in callers)
        {
            if (bug is null)
            {
                caller.SetResult(contains);
            }
            else
            {
                caller.SetException(bug);
            }
        }
    }

    private async Task<bool> IsInLogAsync(string userId)
    {
        IReadOnlyDictionary<string, LogHead> heads = await log.HeadsAsync(new HeadsQuery([conversationId]) { SenderId = userId });
        return heads.GetValueOrDefault(conversationId)?.Own is not null;
    }

    private async Task<bool> IsInIndexAsync(string userId) =>
        (await grains.GetGrain<IUserGrain>(userId).Contacts([ConversationKey.PeerOf(conversationId, userId)])).Length > 0;
}
