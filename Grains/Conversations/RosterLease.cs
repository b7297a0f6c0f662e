using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Turns;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// The conversation's copy of its members. A group's copy is confirmed with the group every 10 s: an activation that was cut off from the
/// cluster must not go on serving a user who was removed meanwhile.
/// </summary>
internal sealed class RosterLease(string conversationId, IGrainFactory grains, ConversationOptions options, TimeProvider time)
{
    private readonly bool isGroup = ConversationKey.IsGroup(conversationId);
    private OneInFlightInTurns? confirming;
    private long confirmedAt;

    public Roster Current { get; private set; } = Roster.Empty;

    private IGroupGrain Group => grains.GetGrain<IGroupGrain>(ConversationKey.GroupOf(conversationId));

    /// <param name="opened">Whether a direct conversation exists.</param>
    /// <param name="closed">Whether a direct conversation takes no more messages.</param>
    /// <returns>A change that is stored but not known to be applied: the conversation applies it before anything else.</returns>
    public async Task<MembershipChange?> LoadAsync(bool opened, bool closed = false)
    {
        if (!isGroup)
        {
            Roster two = Roster.Of(1, ConversationKey.PeopleOf(conversationId).Select(userId => KeyValuePair.Create(userId, 1L)));
            Current = opened ? two with { IsClosed = closed } : Roster.Empty;
            return null;
        }

        GroupRoster roster = await Group.Roster();
        if (roster.Version >= Current.Version)
        {
            // A change that was applied while the answer was on its way is newer than the answer.
            Current = Roster.Of(roster);
        }

        confirmedAt = time.GetTimestamp();
        return roster.Pending;
    }

    public void Apply(MembershipChange change, long seq)
    {
        if (change.Version > Current.Version)
        {
            Current = Current.With(change, seq);
        }
    }

    /// <summary>From now on the conversation takes no more messages.</summary>
    public void Close() => Current = Current with { IsClosed = true };

    /// <exception cref="ImException"><see cref="ErrorCode.Unavailable"/> when the group does not answer.</exception>
    public ValueTask EnsureConfirmedAsync()
    {
        if (!isGroup || time.GetElapsedTime(confirmedAt) < options.RosterLease)
        {
            return ValueTask.CompletedTask;
        }

        // The conversation is reentrant: a thousand sends that find the lease ended ask once.
        return new ValueTask((confirming ??= new OneInFlightInTurns(ConfirmAsync)).Join());
    }

    private async Task ConfirmAsync()
    {
        try
        {
            long version = await Group.Version();
            if (version > Current.Version)
            {
                await LoadAsync(opened: true);
            }

            confirmedAt = time.GetTimestamp();
        }
        catch (Exception failure) when (failure.IsPassing)
        {
            throw new ImException(ErrorCode.Unavailable, "The member list cannot be confirmed now. Try again.");
        }
    }
}
