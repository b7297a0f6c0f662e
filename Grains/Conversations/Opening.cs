using ImOrleans.Grains.Quotas;
using ImOrleans.Grains.Users;

namespace ImOrleans.Grains.Conversations;

/// <summary>The beginning of a direct conversation: it exists once it is stored that it was opened, and both people have it in their index.</summary>
internal sealed class Opening(string conversationId, IPersistentState<ConversationState> state, IGrainFactory grains)
{
    private Task storing = Task.CompletedTask;
    private bool settled;

    public bool IsOpened => state.State.Opened;

    public async Task OpenAsync(string userId)
    {
        if (!ConversationKey.PeopleOf(conversationId).Contains(userId))
        {
            throw ConversationRefusals.NotAMember();
        }

        if (!state.State.Opened && await grains.GetGrain<IProfileGrain>(ConversationKey.PeerOf(conversationId, userId)).Get() is null)
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
            storing = state.WriteStateAsync();
        }

        // The conversation is reentrant: who finds it opened may find that somebody is about to store it.
        await storing;
    }

    /// <summary>Goes through the telling again when a crash may have cut it off: nobody is in a conversation that they do not know of.</summary>
    public ValueTask EnsureToldAsync() => settled || !state.State.Opened ? ValueTask.CompletedTask : new ValueTask(TellAsync());

    /// <summary>
    /// Before the conversation is stored: a refusal leaves nothing behind. A crash before it is stored costs the user one.
    /// </summary>
    private async Task TakeQuotaAsync(IQuotaGrain quota)
    {
        QuotaAmounts one = new() { Conversations = 1 };
        await quota.Take(one);
        if (state.State.Opened)
        {
            // Somebody was faster while this was on its way.
            quota.GiveBack(one).Ignore();
        }
    }

    private async Task TellAsync()
    {
        await storing;
        if (!state.State.Told)
        {
            var membership = new Membership { ConversationId = conversationId, FirstSeq = 1, FirstOrdinal = 0, Version = 1 };
            await Task.WhenAll(ConversationKey.PeopleOf(conversationId).Select(userId => grains.GetGrain<IUserGrain>(userId).Join(membership)));
            state.State.Told = true;
            storing = state.WriteStateAsync();
        }

        await storing;
        settled = true;
    }
}
