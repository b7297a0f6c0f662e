using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Hosting;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Storage;

namespace ImOrleans.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
internal sealed class UserGrain : Grain, IUserGrain, IUserClosingGrain, IUserNotifyGrain
{
    private readonly UserOptions options;
    private readonly TimeProvider time;
    private readonly IMessageLog log;
    private readonly string id;
    private readonly ConversationIndex index;
    private readonly SettingsShelf settings;
    private readonly Shelves shelves;
    private readonly ProfileChanges profiles;
    private readonly HeadVerification heads;
    private readonly Memberships memberships;
    private readonly ConversationList list;
    private readonly ListedPositions listedPositions;
    private readonly Positions positions;
    private readonly Connections connections;
    private readonly SignedInDevices devices;
    private readonly DeviceLanes lanes;
    private readonly DeviceEvents events;
    private readonly Notifications notifications;
    private readonly LateWrites writes;

    public UserGrain(
        IGrainContext context,
        IGrainFactory grains,
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage storage,
        IMessageLog log,
        IUserDirectory directory,
        SiloDeaths deaths,
        IOptions<UserOptions> options,
        IOptions<SendOptions> sends,
        IOptions<DeviceOptions> deviceOptions,
        IOptions<PresenceOptions> presenceOptions,
        TimeProvider time,
        ILogger<UserGrain> logger)
    {
        (this.options, this.time, this.log) = (options.Value, time, log);
        id = context.GrainId.Key.ToString()!;
        var clock = new UserClock();
        index = new ConversationIndex(new StatePages<IndexPage>(storage, context.GrainId, "index"), clock, this.options);
        settings = new SettingsShelf(new StatePages<SettingsPage>(storage, context.GrainId, "settings"), clock, this.options);
        shelves = new Shelves(clock, index.Shelf, settings.Shelf);
        profiles = new ProfileChanges(id, index, settings, directory);
        connections = new Connections(id, grains, logger);
        heads = new HeadVerification(id, index, log, deaths, connections.HoldersAsync, presenceOptions.Value.RouteLease, time);
        memberships = new Memberships(index, heads, time);
        list = new ConversationList(id, index, log, directory, sends.Value, time);
        listedPositions = new ListedPositions(id, grains);
        devices = new SignedInDevices(id, grains, deviceOptions.Value, time);
        lanes = new DeviceLanes(deviceOptions.Value, time);
        events = new DeviceEvents(id, devices, lanes, log, deviceOptions.Value, context.ActivationServices, logger);
        positions = new Positions(id, index, log, grains, events, this.options);
        notifications = new Notifications(id, index, grains, time);
        writes = new LateWrites(index, time, After);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => shelves.LoadAsync();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => shelves.WriteAsync();

    public async Task Join(Membership membership)
    {
        if (await memberships.JoinAsync(membership) is { } kind)
        {
            Push(new ConversationChange { Kind = kind, ConversationId = membership.ConversationId });
        }
    }

    public async Task Leave(string conversationId, long version)
    {
        if (await memberships.LeaveAsync(conversationId, version))
        {
            if (index.Find(conversationId) is { } left)
            {
                notifications.Moved(left);
            }

            Push(new ConversationChange { Kind = ChangeKind.Left, ConversationId = conversationId });
        }
    }

    public async Task<string[]> Close(int limit)
    {
        index.Close();
        await shelves.WriteAsync();
        return [.. index.Members.Take(limit).Select(entry => entry.ConversationId)];
    }

    public Task<string[]> Known(string after, int limit) => Task.FromResult(index.IdsAfter(after, limit));

    public Task Clear()
    {
        index.Clear();
        settings.Clear();
        return shelves.WriteAsync();
    }

    public async Task<ConversationPage> List(int limit, string? next, bool positions)
    {
        await heads.VerifyAsync();
        writes.Within(options.WriteDelay);
        ConversationPage page = await list.ReadAsync(limit, next);
        return positions ? page with { Items = await listedPositions.AddToAsync(page.Items) } : page;
    }

    public async Task<SyncResult> Sync(SyncRequest request)
    {
        if (request.Heads?.Count > SyncAnswer.MaxHeads)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A Sync carries at most {SyncAnswer.MaxHeads} heads; this one {request.Heads.Count}.");
        }

        await heads.VerifyAsync(request.Heads);

        // A cursor names stored state only. A change that a crash takes back would be missing for ever on a device that got it.
        await shelves.WriteAsync();
        SyncResult answer = SyncAnswer.Of(SyncCursor.TagOf(id, log.Lineage), shelves, index, request, time.GetUtcNow());
        return answer with { Changes = await profiles.CompleteAsync(answer.Changes) };
    }

    public async Task<string[]> Changed(ConversationChange change)
    {
        if (index.IsClosed)
        {
            return [];
        }

        ConversationChange[] changes = [change];
        if (change is { Kind: ChangeKind.Profile, Profile: { } profile })
        {
            changes = profiles.Note(profile);
        }
        else
        {
            settings.Note(change.Kind, change.Setting!);
        }

        await shelves.WriteAsync();
        Array.ForEach(changes, Push);
        return change.Kind == ChangeKind.Profile && change.UserId == id ? [.. index.Members.Select(entry => entry.ConversationId)] : [];
    }

    public async Task Read(string conversationId, long seq, string connectionId)
    {
        if (await positions.ReadAsync(conversationId, seq) is { } read)
        {
            notifications.Moved(index.Find(conversationId)!);
            await index.WriteAsync();
            connections.Push(new PositionMoved { ConversationId = conversationId, MemberId = id, Seq = read.Seq, Read = true, Origin = connectionId });
            GrainFactory.GetGrain<IConversationGrain>(conversationId).ReadMoved(id, read.Seq).Ignore();
        }
    }

    public async Task Delivered(string deviceId, ConversationPosition[] positions)
    {
        lanes.Answer(deviceId);
        await devices.RefreshAsync(deviceId);
        try
        {
            await this.positions.DeliverAsync(deviceId, positions);
        }
        finally
        {
            writes.Within(options.WriteDelay);
        }
    }

    public async Task<PostedAnswer> Posted(PostedNews news)
    {
        if (index.Member(news.ConversationId) is not { } entry)
        {
            return new PostedAnswer(news.Head, TimeSpan.Zero);
        }

        long read = entry.ReadUpTo;
        positions.Post(entry, news);
        if (entry.ReadUpTo > read)
        {
            notifications.Moved(entry);
        }

        writes.Within(news.Own is null ? options.HintDelay : options.WriteDelay);
        return news.Watched
            ? await events.PublishAsync(entry, news.Head, connections)
            : new PostedAnswer(news.Head, TimeSpan.Zero);
    }

    public Task<string[]> Contacts(string[] userIds) =>
        Task.FromResult(Array.FindAll(userIds, userId => index.Member(ConversationKey.Direct(id, userId)) is { Wrote: true }));

    public Task<bool[]> Knows(string[] conversationIds) =>
        Task.FromResult(Array.ConvertAll(conversationIds, conversationId => index.Find(conversationId) is not null));

    public Task<MemberPosition?> Reached(string conversationId) => Task.FromResult(index.Member(conversationId)?.ToPosition(id));

    public Task<long[]> TakenOver(string deviceId, ConversationPosition[] taken)
    {
        Array.ForEach(taken, position => lanes.Take(deviceId, position.ConversationId, position.Seq));

        // A device needs no more entries of a conversation that the user has left.
        return Task.FromResult(Array.ConvertAll(taken, position =>
            index.Member(position.ConversationId)?.HeldBy(deviceId) ?? long.MaxValue));
    }

    public async Task<NotifyFacts> Notifying(NotifyPlace[] places)
    {
        await heads.VerifyAsync();
        NotifyFacts facts = notifications.About(places);
        writes.Within(options.WriteDelay);
        return facts;
    }

    public async Task<ConversationSettings> Choose(string conversationId, ConversationSettings change)
    {
        IndexEntry entry = index.Member(conversationId) ?? throw ConversationRefusals.NotAMember();
        if (notifications.Choose(entry, change) is { } changed)
        {
            await index.WriteAsync();
            Push(changed);
        }

        return new ConversationSettings { MutedUntil = entry.MutedTime, Notify = entry.Notify ?? NotifyLevel.All };
    }

    private IGrainTimer After(TimeSpan delay, Func<Task> act) => this.RegisterGrainTimer(_ => act(), delay, Timeout.InfiniteTimeSpan);

    private void Push(ConversationChange change) => connections.Push(new ConversationChanged(change));
}
