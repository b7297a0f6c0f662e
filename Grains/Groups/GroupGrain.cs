using System.Globalization;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Quotas;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace ImOrleans.Grains.Groups;

/// <inheritdoc cref="IGroupGrain"/>
internal sealed class GroupGrain(
    [PersistentState("group", StateStores.Large)] IPersistentState<GroupState> group,
    [FromKeyedServices(StateStores.Large)] IGrainStorage storage,
    IGrainContext context,
    IUserDirectory directory,
    TimeProvider time,
    IOptions<GroupOptions> options) : Grain, IGroupGrain
{
    private readonly MemberShards members = new(new StatePages<GroupShard>(storage, context.GrainId, "members"), options.Value);

    /// <summary>Stored and not yet confirmed. A change is published only after it is stored, because the write can fail.</summary>
    private MembershipChange? pending;

    private string Id => this.GetPrimaryKeyString();

    private string ConversationId => ConversationKey.Group(Id);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await members.LoadAsync();
        pending = group.State.Pending;
        if (pending is not null)
        {
            // Not here: the conversation that has to apply it asks this grain for its roster first. The next call resumes after a failure.
            this.RegisterGrainTimer(_ => Confirm(), TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public async Task Create(string ownerId, string name, string[] memberIds)
    {
        await Confirm();
        if (group.State.Version > 0)
        {
            return; // A repeated call: ids of groups are chosen by the server, once.
        }

        try
        {
            string trimmed = GroupRules.EnsureName(name);
            GroupRules.EnsureIds(memberIds, options.Value.MaxMembers);
            string[] all = [.. memberIds.Prepend(ownerId).Distinct()];
            GroupRules.EnsureRoom(all.Length, options.Value);
            await EnsureKnown(all);
            await QuotaOf(ownerId).Take(new QuotaAmounts { Groups = 1, Additions = all.Length - 1 });
            (group.State.Name, group.State.OwnerId) = (trimmed, ownerId);
            await Change(Next(NoticeEvent.Created, ownerId) with { Joined = all, Name = trimmed, OwnerId = ownerId });
        }
        finally
        {
            EndIfEmpty();
        }
    }

    public async Task<GroupInfo> Get(string userId)
    {
        await Confirm();
        EnsureMember(userId);
        return new GroupInfo
        {
            GroupId = Id,
            ConversationId = ConversationId,
            Name = group.State.Name,
            OwnerId = group.State.OwnerId,
            MemberCount = members.Count,
        };
    }

    public async Task<MemberPage> Members(string userId, int limit, string? next)
    {
        await Confirm();
        EnsureMember(userId);
        if (limit is < 1 or > GroupRules.MaxPage)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A page is 1 to {GroupRules.MaxPage} members; limit was {limit}.");
        }

        long after = 0;
        if (next is not null && !long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new ImException(ErrorCode.InvalidCursor, "next must be the value from the last page, unchanged.");
        }

        KeyValuePair<string, StoredMember>[] page = [.. members.ByAge.Where(member => member.Value.Order > after).Take(limit + 1)];
        IReadOnlyDictionary<string, UserProfile> profiles = await directory.FindAsync([.. page.Select(member => member.Key)]);
        return new MemberPage
        {
            Items = [.. page.Take(limit).Select(member => new GroupMember
            {
                UserId = member.Key,
                Role = member.Value.StandingOf(member.Key == group.State.OwnerId).Role,
                DisplayName = profiles.GetValueOrDefault(member.Key)?.DisplayName ?? "",
                Deleted = profiles.GetValueOrDefault(member.Key)?.Deleted,
            })],
            Next = page.Length > limit ? page[limit - 1].Value.Order.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    public async Task Add(string actorId, string[] userIds)
    {
        await Confirm();
        EnsureMember(actorId);
        GroupRules.EnsureIds(userIds, options.Value.MaxAdded);
        string[] joining = [.. userIds.Distinct().Where(userId => !members.Contains(userId))];
        GroupRules.EnsureRoom(members.Count + joining.Length, options.Value);
        await EnsureKnown(joining);
        if (joining.Length > 0)
        {
            await QuotaOf(actorId).Take(new QuotaAmounts { Additions = joining.Length });
            await Change(Next(NoticeEvent.Joined, actorId) with { Joined = joining });
        }
    }

    public async Task Remove(string actorId, string userId)
    {
        await Confirm();
        EnsureMember(actorId);
        GroupRules.EnsureMayRemove(actorId, userId, group.State.OwnerId);
        if (members.Contains(userId))
        {
            string what = actorId == userId ? NoticeEvent.Left : NoticeEvent.Removed;
            await Change(Next(what, actorId) with { Left = [userId], OwnerId = userId == group.State.OwnerId ? HeirOf(userId) : null });
        }
    }

    public Task<GroupRoster> Roster()
    {
        EndIfEmpty();
        return Task.FromResult(new GroupRoster
        {
            Version = group.State.Version,
            Members = members.FirstSeqs,
            Pending = pending,
            Standings = members.StandingsUnder(group.State.OwnerId),
        });
    }

    public Task<long> Version() => Task.FromResult(group.State.Version);

    private IQuotaGrain QuotaOf(string userId) => GrainFactory.GetGrain<IQuotaGrain>(userId);

    private void EnsureMember(string userId)
    {
        EndIfEmpty();
        GroupRules.EnsureMember(members.Contains(userId));
    }

    /// <summary>A group that does not exist must not stay in memory for those who ask for it.</summary>
    private void EndIfEmpty()
    {
        if (group.State.Version == 0 && pending is null)
        {
            DeactivateOnIdle();
        }
    }

    private MembershipChange Next(string what, string actorId) =>
        new() { Version = group.State.Version + 1, Event = what, ActorId = actorId, ChangeId = EntityId.New(time.GetUtcNow()) };

    private async Task Change(MembershipChange change)
    {
        group.State.Pending = change;
        await group.WriteStateAsync();
        pending = change;
        await Confirm();
    }

    /// <summary>
    /// Goes through a stored change to its end. Each step can be repeated, so that it does not matter where a crash fell.
    /// </summary>
    private async Task Confirm()
    {
        while (pending is { } change)
        {
            await Confirm(change);
        }
    }

    private async Task Confirm(MembershipChange change)
    {
        AppliedChange applied = await GrainFactory.GetGrain<IConversationGrain>(ConversationId).Apply(change);
        await members.ApplyAsync(change, applied.Seq);
        string[] joined = change.Joined;
        bool[] taken = await Task.WhenAll(joined.Select(userId => Join(userId, change, applied)));
        await Task.WhenAll(change.Left.Select(userId => Leave(userId, change)));

        // A pending change that was stored by an older version names no owner.
        string owner = change.OwnerId ?? (change.Left.Contains(group.State.OwnerId) ? HeirOf(group.State.OwnerId) : group.State.OwnerId);
        (group.State.OwnerId, group.State.Version) = (owner, change.Version);
        MembershipChange? next = Without([.. joined.Where((_, i) => !taken[i])], change.ActorId);
        group.State.Pending = next;
        await group.WriteStateAsync();
        pending = next;
    }

    /// <summary>
    /// The change that takes members out again whose accounts were deleted while they were added; null when there are none.
    /// </summary>
    private MembershipChange? Without(string[] deleted, string actorId) => deleted.Length == 0 ? null : Next(NoticeEvent.Removed, actorId) with
    {
        Left = deleted,
        OwnerId = deleted.Contains(group.State.OwnerId)
            ? members.ByAge.Select(member => member.Key).FirstOrDefault(userId => !deleted.Contains(userId), "")
            : null,
    };

    /// <summary>The member who joined first, the owner excepted; empty if there is none.</summary>
    private string HeirOf(string ownerId) => members.ByAge.Select(member => member.Key).FirstOrDefault(userId => userId != ownerId, "");

    /// <returns>Whether the user takes the membership. A user whose account was deleted does not.</returns>
    private async Task<bool> Join(string userId, MembershipChange change, AppliedChange applied)
    {
        try
        {
            await GrainFactory.GetGrain<IUserGrain>(userId).Join(new Membership
            {
                ConversationId = ConversationId,
                FirstSeq = applied.Seq,
                FirstOrdinal = applied.Ordinal,
                Version = change.Version,
                Title = group.State.Name,
            });
            return true;
        }
        catch (ImException refusal) when (refusal.Code == ErrorCode.UnknownUser)
        {
            return false;
        }
    }

    private Task Leave(string userId, MembershipChange change) =>
        GrainFactory.GetGrain<IUserGrain>(userId).Leave(ConversationId, change.Version);

    private async Task EnsureKnown(string[] userIds)
    {
        IReadOnlyDictionary<string, UserProfile> known = await directory.FindAsync(userIds);
        if (!Array.TrueForAll(userIds, userId => Tombstone.IsAlive(known.GetValueOrDefault(userId))))
        {
            throw UserRefusals.UnknownAmong();
        }
    }
}
