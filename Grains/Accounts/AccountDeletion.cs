using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Push;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Accounts;

/// <summary>The steps by which a deleted user disappears. Each asks the owner of a part of the user, and can be repeated.</summary>
internal sealed class AccountDeletion(string userId, bool redacts, IGrainFactory grains)
{
    /// <summary>Conversations left at once.</summary>
    private const int AtOnce = 32;

    /// <returns>Whether the step is complete. If not, run it again later.</returns>
    public async Task<bool> RunAsync(DeletionStage stage)
    {
        switch (stage)
        {
            case DeletionStage.Sessions:
                await grains.GetGrain<ISessionsGrain>(userId).Close();
                await grains.GetGrain<IPushGrain>(userId).Close();
                return true;
            case DeletionStage.Presence:
                await grains.GetGrain<IPresenceGrain>(userId).Close();
                return true;
            case DeletionStage.Profile:
                return await grains.GetGrain<IProfileGrain>(userId).Delete();
            case DeletionStage.Conversations:
                await LeaveAllAsync();
                await (redacts ? EraseAllAsync() : Task.CompletedTask);
                await Closing.Clear();
                return true;
            default:
                return true;
        }
    }

    private IUserClosingGrain Closing => grains.GetGrain<IUserClosingGrain>(userId);

    private async Task LeaveAllAsync()
    {
        while (await Closing.Close(AtOnce) is { Length: > 0 } left)
        {
            await Task.WhenAll(left.Select(LeaveAsync));
        }
    }

    private async Task LeaveAsync(string conversationId)
    {
        if (ConversationKey.IsGroup(conversationId))
        {
            await LeaveGroupAsync(ConversationKey.GroupOf(conversationId));
        }
        else
        {
            await grains.GetGrain<IDirectConversationGrain>(conversationId).Close();
        }

        // A group has said so itself, unless it does not know the member.
        await grains.GetGrain<IUserGrain>(userId).Leave(conversationId, long.MaxValue);
    }

    /// <summary>
    /// Comes after the user has left, so that no later send escapes it. After a crash it begins again; an erased message then costs a read.
    /// </summary>
    private async Task EraseAllAsync()
    {
        string after = "";
        while (await Closing.Known(after, AtOnce) is { Length: > 0 } known)
        {
            await Task.WhenAll(known.Select(EraseAsync));
            after = known[^1];
        }
    }

    private async Task EraseAsync(string conversationId)
    {
        IConversationErasureGrain conversation = grains.GetGrain<IConversationErasureGrain>(conversationId);
        for (long? after = 0; after is { } place;)
        {
            after = await conversation.Erase(userId, place);
        }
    }

    private async Task LeaveGroupAsync(string groupId)
    {
        try
        {
            await grains.GetGrain<IGroupGrain>(groupId).Remove(userId, userId);
        }
        catch (ImException refusal) when (refusal.Code == ErrorCode.NotInGroup)
        {
            // Left before.
        }
    }
}
