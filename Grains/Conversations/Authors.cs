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
    private readonly Dictionary<string, Task<bool>> asked = new(StringComparer.Ordinal);

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
    public ValueTask<bool> ContainsAsync(string userId) => !isDirect || (known.Contains(userId) && !IsAsking(userId))
        ? ValueTask.FromResult(true)
        : new ValueTask<bool>(AskedAsync(userId));

    /// <summary>While a question is in flight everybody waits for it: a receipt must not overtake an earlier one.</summary>
    private bool IsAsking(string userId) => asked.TryGetValue(userId, out Task<bool>? answer) && !answer.IsCompleted;

    private async Task<bool> AskedAsync(string userId)
    {
        if (!asked.TryGetValue(userId, out Task<bool>? answer))
        {
            asked[userId] = answer = AskAsync(userId);
        }

        return await answer || known.Contains(userId);
    }

    private async Task<bool> AskAsync(string userId)
    {
        bool isAnswered = false;
        try
        {
            await Task.Yield(); // The question is noted before it can end.
            bool hasWritten = await IsInLogAsync(userId) || await IsInIndexAsync(userId);
            isAnswered = true;
            return hasWritten;
        }
        catch (Exception failure) when (failure.IsPassing || failure is IOException or DbException)
        {
            return false;
        }
        finally
        {
            if (!isAnswered)
            {
                asked.Remove(userId);
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
