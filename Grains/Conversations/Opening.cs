using ImOrleans.Grains.Quotas;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The beginning of a direct conversation: it exists once it is stored that it was opened, and both people have it in their index. And its
/// end for writers, when the account of one of them was deleted.
/// </summary>
internal sealed class Opening(string conversationId, IPersistentState<ConversationState> state, IGrainFactory grains)
{
    private Task storing = Task.CompletedTask;
    private bool settled;

    public bool IsOpened => state.State.Opened;

    public bool IsClosed => state.State.Closed;

    public async Task OpenAsync(string userId)
    {
        if (!ConversationKey.PeopleOf(conversationId).Contains(userId))
        {
            throw ConversationRefusals.NotAMember();
        }

        if (!state.State.Opened
            && !Tombstone.IsAlive(await grains.GetGrain<IProfileGrain>(ConversationKey.PeerOf(conversationId, userId)).Get()))
        {
            throw UserRefusals.Unknown();
        }

        if (!state.State.Opened)
        {
            await TakeQuotaAsync(grains.GetGrain<IQuotaGrain>(userId));
        }

        if (!state.State.Opened)
        {
            state.State.Opened = true;
            storing = StoreAsync();
        }

        // The conversation is reentrant: another turn may have set the flag and not stored it yet.
        await storing;
    }

    /// <summary>Durable when it returns.</summary>
    public async Task CloseAsync()
    {
        if (!state.State.Closed)
        {
            state.State.Closed = true;
            storing = StoreAsync();
        }

        await storing;
    }

    /// <summary>Repeats the joins if a crash may have interrupted them: both people must have the conversation in their index.</summary>
    public ValueTask EnsureAnnouncedAsync() => settled || !state.State.Opened ? ValueTask.CompletedTask : new ValueTask(AnnounceAsync());

    /// <summary>
    /// Before the conversation is stored: a refusal leaves nothing behind. A crash before it is stored costs the user one.
    /// </summary>
    private async Task TakeQuotaAsync(IQuotaGrain quota)
    {
        QuotaAmounts one = new() { Conversations = 1 };
        await quota.Take(one);
        if (state.State.Opened)
        {
            // Another turn opened the conversation while the quota was being taken.
            quota.GiveBack(one).Ignore();
        }
    }

    private async Task AnnounceAsync()
    {
        await storing;
        if (!state.State.Announced)
        {
            bool[] taken = await Task.WhenAll(ConversationKey.PeopleOf(conversationId).Select(JoinAsync));
            state.State.Announced = true;
            state.State.Closed |= taken.Contains(false);
            storing = StoreAsync();
        }

        await storing;
        settled = true;
    }

    /// <returns>Whether the user takes the membership. A user whose account was deleted during the opening does not.</returns>
    private async Task<bool> JoinAsync(string userId)
    {
        try
        {
            await grains.GetGrain<IUserGrain>(userId).Join(
                new Membership { ConversationId = conversationId, FirstSeq = 1, FirstOrdinal = 0, Version = 1 });
            return true;
        }
        catch (ImException refusal) when (refusal.Code == ErrorCode.UnknownUser)
        {
            return false;
        }
    }

    /// <summary>One write after the other: each needs the version that the one before has left.</summary>
    private async Task StoreAsync()
    {
        await storing;
        await state.WriteStateAsync();
    }
}
