using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Users;

/// <summary>
/// Notifies everybody who sees a profile that it changed: the user first, then the people in the user's conversations. In memory it knows
/// who took it, so that a repetition costs only the others; after a crash all are notified again, which changes nothing.
/// </summary>
/// <param name="calls">Calls in flight at once.</param>
internal sealed partial class ProfileAnnouncement(string userId, IGrainFactory grains, int calls, ILogger logger)
{
    /// <summary>People remembered. More are forgotten together, and notified twice if they share conversations.</summary>
    private const int MostRemembered = 100_000;
    private readonly HashSet<string> notified = new(StringComparer.Ordinal);
    private UserProfile? current;

    /// <returns>Whether everybody took it. If not, run it again later.</returns>
    public async Task<bool> RunAsync(UserProfile profile)
    {
        if (profile != current)
        {
            notified.Clear();
            current = profile;
        }

        var change = new ConversationChange { Kind = ChangeKind.Profile, UserId = userId, Profile = profile };
        try
        {
            string[] conversations = await grains.GetGrain<IUserGrain>(userId).Changed(change);
            notified.Add(userId);
            if (!await NotifyMembersAsync(conversations, change))
            {
                return false;
            }

            current = null;
            notified.Clear();
            return true;
        }
        catch (Exception failure) when (IsTriedAgain(failure))
        {
            LogNotNotified(userId, userId, failure.Message, failure.Unexpected);
            return false;
        }
    }

    private async Task<bool> NotifyMembersAsync(string[] conversations, ConversationChange change)
    {
        bool complete = true;
        List<string> next = new(calls);
        foreach (string conversationId in conversations)
        {
            string[]? members = await MembersOfAsync(conversationId);
            complete &= members is not null;
            foreach (string member in (members ?? []).Where(notified.Add))
            {
                next.Add(member);
                if (next.Count == calls)
                {
                    complete &= await NotifyAsync(next, change);
                }
            }
        }

        return await NotifyAsync(next, change) && complete;
    }

    /// <returns>Null when the group does not answer.</returns>
    private async Task<string[]?> MembersOfAsync(string conversationId)
    {
        if (!ConversationKey.IsGroup(conversationId))
        {
            return ConversationKey.PeopleOf(conversationId);
        }

        try
        {
            return [.. (await grains.GetGrain<IGroupGrain>(ConversationKey.GroupOf(conversationId)).Roster()).Members.Keys];
        }
        catch (Exception failure) when (IsTriedAgain(failure))
        {
            LogNotNotified(conversationId, userId, failure.Message, failure.Unexpected);
            return null;
        }
    }

    private async Task<bool> NotifyAsync(List<string> members, ConversationChange change)
    {
        bool[] taken = await Task.WhenAll(members.Select(member => NotifyAsync(member, change)));
        members.Clear();
        if (notified.Count > MostRemembered)
        {
            notified.Clear();
        }

        return Array.TrueForAll(taken, one => one);
    }

    private async Task<bool> NotifyAsync(string member, ConversationChange change)
    {
        try
        {
            await grains.GetGrain<IUserGrain>(member).Changed(change);
            return true;
        }
        catch (Exception failure) when (IsTriedAgain(failure))
        {
            LogNotNotified(member, userId, failure.Message, failure.Unexpected);
            notified.Remove(member);
            return false;
        }
    }

    private static bool IsTriedAgain(Exception failure) => failure.IsPassing || failure is ImException;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Recipient} could not be notified of the changed profile of {UserId}; retry later. {Reason}")]
    private partial void LogNotNotified(string recipient, string userId, string reason, Exception? failure);
}
