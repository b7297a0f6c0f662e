using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Storage;

namespace ImOrleans.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
internal sealed class UserGrain : Grain, IUserGrain
{
    private readonly UserOptions options;
    private readonly GatewayDispatcher dispatcher;
    private readonly TimeProvider time;
    private readonly string id;
    private readonly ConversationIndex index;
    private readonly HeadVerification heads;
    private readonly ConversationList list;
    private readonly Positions positions;
    private readonly RouteHolders holders;
    private readonly Connections connections;
    private IGrainTimer? writing;

    public UserGrain(
        IGrainContext context,
        IGrainFactory grains,
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage storage,
        IMessageLog log,
        IUserDirectory directory,
        GatewayDispatcher dispatcher,
        SiloDeaths deaths,
        IOptions<UserOptions> options,
        TimeProvider time,
        ILogger<UserGrain> logger)
    {
        (this.options, this.dispatcher, this.time) = (options.Value, dispatcher, time);
        id = context.GrainId.Key.ToString()!;
        index = new ConversationIndex(new StatePages<IndexPage>(storage, context.GrainId, "index"), this.options);
        heads = new HeadVerification(id, index, log, deaths, time);
        list = new ConversationList(id, index, log, directory);
        positions = new Positions(id, index, log, grains, this.options, time);
        holders = new RouteHolders(id, grains, this.options, time, logger);
        connections = new Connections(this.options);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => index.LoadAsync();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Whoever comes after knows no gateway, and what is posted until the next round would reach nobody.
        Tell(new ForgottenFrame { UserIds = [id] });
        return index.WriteAsync();
    }

    public async Task Join(Membership membership)
    {
        IndexEntry? known = index.Find(membership.ConversationId);
        if (known is not null && (known.Version > membership.Version || (known.Version == membership.Version && known.IsMember)))
        {
            return;
        }

        IndexEntry entry = known ?? index.Add(membership.ConversationId);
        index.Revive(entry);
        (entry.Version, entry.Title, entry.FirstSeq) = (membership.Version, membership.Title, membership.FirstSeq);
        (entry.ReadUpTo, entry.ReadOrdinal) = (membership.FirstSeq - 1, membership.FirstOrdinal);
        (entry.Head, entry.HeadOrdinal) = (membership.FirstSeq - 1, membership.FirstOrdinal);
        (entry.LastAt, entry.JoinedStamp) = (time.GetUtcNow().ToUnixTimeMilliseconds(), index.NextStamp());
        index.MarkDirty(entry);
        heads.MarkActive(entry.ConversationId, options.RouteLease);
        await index.WriteAsync();
        Tell(new ConversationChange { Kind = ChangeKind.Joined, ConversationId = entry.ConversationId });
    }

    public async Task Leave(string conversationId, long version)
    {
        if (index.Member(conversationId) is not { } entry || entry.Version >= version)
        {
            return;
        }

        entry.Version = version;
        index.End(entry);
        await index.WriteAsync();
        Tell(new ConversationChange { Kind = ChangeKind.Left, ConversationId = conversationId });
    }

    public async Task<ConversationPage> List(int limit, string? next)
    {
        await heads.VerifyAsync();
        WriteLater();
        return await list.ReadAsync(limit, next);
    }

    public async Task<SyncResult> Sync(SyncRequest request)
    {
        if (request.Heads?.Count > SyncAnswer.MaxHeads)
        {
            throw new ImException(ErrorCode.InvalidRange, $"A Sync carries at most {SyncAnswer.MaxHeads} heads; this one {request.Heads.Count}.");
        }

        await heads.VerifyAsync();

        // A cursor names stored state only: what a crash could take back would be missing for ever in a device that was told it.
        await index.WriteAsync();
        return SyncAnswer.Of(id, index, request, time.GetUtcNow());
    }

    public async Task Read(string conversationId, long seq, string connectionId)
    {
        if (await positions.ReadAsync(conversationId, seq) is { } read)
        {
            await index.WriteAsync();
            Tell(new PositionFrame { UserIds = [id], ConversationId = conversationId, MemberId = id, Seq = read.Seq, Read = true, Origin = connectionId });
            GrainFactory.GetGrain<IConversationGrain>(conversationId).ReadMoved(id, read.Seq).Ignore();
        }
    }

    public async Task Delivered(string deviceId, ConversationPosition[] positions)
    {
        foreach (ConversationPosition position in positions)
        {
            await this.positions.DeliverAsync(deviceId, position);
        }

        WriteLater();
    }

    public Task Sent(string conversationId, long seq, long ordinal)
    {
        positions.Send(conversationId, seq, ordinal);
        WriteLater();
        return Task.CompletedTask;
    }

    public Task<string[]> LeaseRoutes(string conversationId)
    {
        holders.Add(conversationId);
        heads.MarkActive(conversationId, options.RouteLease);
        return Gateways();
    }

    public Task<string[]> Contacts(string[] userIds) =>
        Task.FromResult(Array.FindAll(userIds, userId => index.Member(ConversationKey.Direct(id, userId)) is { Wrote: true }));

    public Task<string[]> Gateways() => Task.FromResult(connections.GatewayIds);

    public Task Attach(string gatewayId, long stamp) =>
        connections.Set(gatewayId, stamp, connected: true) ? holders.TellAsync(gatewayId, connected: true) : Task.CompletedTask;

    public Task Detach(string gatewayId, long stamp) =>
        connections.Set(gatewayId, stamp, connected: false) ? holders.TellAsync(gatewayId, connected: false) : Task.CompletedTask;

    private void Tell(ConversationChange change) => Tell(new ChangeFrame { UserIds = [id], Change = change });

    private void Tell(GatewayFrame frame)
    {
        foreach (string gatewayId in connections.GatewayIds)
        {
            dispatcher.Post(gatewayId, frame);
        }
    }

    private void WriteLater()
    {
        if (index.IsDirty)
        {
            writing ??= this.RegisterGrainTimer(WriteAsync, options.WriteDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        writing?.Dispose();
        writing = null;
        await index.WriteAsync();
    }
}
