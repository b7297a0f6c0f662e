using System.Data.Common;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Conversations;

/// <inheritdoc cref="IConversationGrain"/>
/// <remarks>
/// Reentrant, so that sends and reads go on while an append is on its way to the disk; what changes across awaits lives in
/// <see cref="AppendQueue"/>.
/// </remarks>
[Reentrant]
internal sealed partial class ConversationGrain : Grain, IConversationGrain, IDirectConversationGrain, IConversationErasureGrain
{
    private readonly Opening opening;
    private readonly IMessageLog log;
    private readonly ConversationOptions options;
    private readonly SendOptions sends;
    private readonly EntryKinds kinds;
    private readonly Erasure erasure;
    private readonly ILogger<ConversationGrain> logger;
    private readonly TimeProvider time;
    private readonly RosterLease roster;
    private readonly RouteTable routes;
    private readonly LiveLane live;
    private readonly Authors authors;
    private readonly AppendQueue queue;
    private readonly MemberPositions positions;
    private readonly DeliveryWatch watch;
    private readonly DoubtfulAppends doubts;
    private readonly Publication publication;
    private readonly RosterChanges changes;
    private readonly SenderErasure senders;
    private readonly string id;

    public ConversationGrain(
        [PersistentState("conversation", StateStores.Large)] IPersistentState<ConversationState> state,
        IGrainContext context,
        IGrainFactory grains,
        IMessageLog log,
        EntryKinds kinds,
        GatewayDispatcher dispatcher,
        DoubtfulAppends doubts,
        IOptions<ConversationOptions> options,
        IOptions<SendOptions> sends,
        TimeProvider time,
        ILogger<ConversationGrain> logger)
    {
        (this.log, this.kinds, this.options, this.sends) = (log, kinds, options.Value, sends.Value);
        (this.doubts, this.time, this.logger) = (doubts, time, logger);
        id = context.GrainId.Key.ToString()!;
        opening = new Opening(id, state, grains);
        roster = new RosterLease(id, grains, this.options, time);
        routes = new RouteTable(id, grains, this.options, time);
        live = new LiveLane(id, routes, dispatcher);
        authors = new Authors(id, log, grains);
        positions = new MemberPositions(this, id, grains, live, authors, roster, this.options, time);
        watch = new DeliveryWatch(id, grains, () => roster.Current, this.options, time, StartWatching);
        erasure = new Erasure(id, log, this.options, logger);
        publication = new Publication(id, roster, positions, authors, watch, live, kinds, erasure);
        queue = new AppendQueue(id, log, kinds, this.options, time, () => roster.Current, publication.Publish, Broken);
        senders = new SenderErasure(id, log, kinds, queue, this.options);
        changes = new RosterChanges(queue, roster, () => Broken(failure: null));
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await queue.LoadAsync())
        {
            erasure.Start();
        }

        publication.Doubt(queue.Head.Seq - options.MaxAppend + 1, queue.Head.Seq);
        watch.Begin(queue.Head);
        if (await roster.LoadAsync(opening.IsOpened, opening.IsClosed) is { } pending)
        {
            await changes.ApplyAsync(pending);
        }
    }

    /// <summary>When the whole silo stops, the recipients stop with it; they find missed entries in the log.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        reason.ReasonCode == DeactivationReasonCode.ShuttingDown ? Task.CompletedTask : Task.WhenAll(positions.FlushAsync(), watch.FlushAsync());

    public async Task Open(string userId)
    {
        try
        {
            await opening.OpenAsync(userId);
        }
        finally
        {
            EndIfEmpty();
        }

        if (!roster.Current.Contains(userId))
        {
            await roster.LoadAsync(opened: true, opening.IsClosed);
        }

        await EnsureAnnouncedAsync();
    }

    public async Task Close()
    {
        roster.Close();
        await opening.CloseAsync();
    }

    public async Task<SendOutcome[]> Send(string userId, SendItem[] sends)
    {
        await roster.EnsureConfirmedAsync();
        await EnsureAnnouncedAsync();
        EndIfEmpty();
        return sends.Length == 1
            ? [await Send(userId, sends[0])]
            : await Task.WhenAll(Array.ConvertAll(sends, send => Send(userId, send)));
    }

    public async Task<MessagePage> History(string userId, HistoryQuery query)
    {
        await roster.EnsureConfirmedAsync();
        EndIfEmpty();
        long firstSeq = Permission.EnsureReader(roster.Current, userId);
        LogRange range = ConversationRules.EnsureRange(query, firstSeq) with { MaxBytes = sends.MaxPageBytes };
        long head = queue.Head.Seq;
        LogPage page = await log.ReadAsync(id, range);
        Message[] messages = [.. page.Entries.Select(entry => EntryBody.ToMessage(id, entry, firstSeq))];

        // A member who was removed while the read was on its way gets nothing of it.
        Permission.EnsureReader(roster.Current, userId);
        return new MessagePage
        {
            Messages = messages,
            Head = Math.Max(head, queue.Head.Seq),
            FirstSeq = firstSeq,
            From = range.Amendments ? null : page.From,
            To = range.Amendments ? null : page.To,
            AmendedUpTo = range.AmendedAfter is null ? null : page.To,
        };
    }

    public Task<AppliedChange> Apply(MembershipChange change) => changes.ApplyAsync(change);

    public Task<long?> Erase(string senderId, long after)
    {
        EndIfEmpty();
        return senders.EraseAsync(senderId, after, sends.MaxPageBytes);
    }

    public async Task Typing(string userId)
    {
        await roster.EnsureConfirmedAsync();
        EndIfEmpty();
        Permission.EnsureReader(roster.Current, userId);
        if (roster.Current.Members.Count <= options.MaxTold && await authors.ContainsAsync(userId))
        {
            await live.PostReceiptAsync(roster.Current, userId, new MemberTyping(id, userId));
        }
    }

    public async Task<MemberPosition[]?> Positions(string userId)
    {
        await roster.EnsureConfirmedAsync();
        EndIfEmpty();
        Permission.EnsureReader(roster.Current, userId);
        return await positions.OfOthersAsync(userId);
    }

    public Task ReadMoved(string userId, long seq)
    {
        positions.Move(userId, read: true, Math.Min(seq, queue.Head.Seq));
        return Task.CompletedTask;
    }

    public Task<long> DeliveredMoved(string userId, long seq, long settled)
    {
        long clamped = Math.Min(seq, queue.Head.Seq);
        positions.Move(userId, read: false, clamped);
        watch.Settle(userId, settled);
        return Task.FromResult(clamped);
    }

    public Task Announce()
    {
        watch.Posted(queue.Head.Seq - options.MaxAppend + 1, queue.Head);
        return live.PostHeadsMovedAsync(roster.Current);
    }

    public Task RouteChanged(string userId, string gatewayId, bool connected)
    {
        routes.Change(userId, gatewayId, connected);
        return Task.CompletedTask;
    }

    public Task ReceiptsChanged(string userId, ReceiptPrivacy receipts)
    {
        routes.Change(userId, receipts);
        return Task.CompletedTask;
    }

    public Task RemoveRoutes(string gatewayId, string[] userIds)
    {
        routes.Remove(gatewayId, userIds);
        return Task.CompletedTask;
    }

    /// <summary>Costs nothing once both people know of the conversation.</summary>
    private ValueTask EnsureAnnouncedAsync()
    {
        ValueTask announcing = opening.EnsureAnnouncedAsync();
        return announcing.IsCompletedSuccessfully ? announcing : CloseAfterAsync(announcing);
    }

    private async ValueTask CloseAfterAsync(ValueTask announcing)
    {
        await announcing;
        if (opening.IsClosed)
        {
            roster.Close();
        }
    }

    private async Task<SendOutcome> Send(string userId, SendItem send)
    {
        try
        {
            if (Permission.Judge(roster.Current, userId, EntryFacts.Message, time.GetUtcNow().ToUnixTimeMilliseconds()) is { } refused)
            {
                throw refused;
            }

            ConversationRules.EnsureDrafts(send.Drafts, sends, kinds);
            var entries = new PendingEntries { SenderId = userId, ConnectionId = send.ConnectionId, DeviceId = send.DeviceId, Drafts = send.Drafts };
            return SendReceipts.Of(id, entries, await queue.AppendAsync(entries));
        }
        catch (ImException refusal) when (!refusal.CanSucceedLater)
        {
            // A retry is a retry, however the rules have changed since the first time: only what is new is refused.
            return await SendReceipts.FindAsync(log, id, userId, send.Drafts) ?? new SendOutcome { Refusal = refusal };
        }
        catch (ImException refusal)
        {
            return new SendOutcome { Refusal = refusal };
        }
    }

    /// <summary>A conversation that does not exist, or that all have left, must not stay in memory for those who ask for it.</summary>
    private void EndIfEmpty()
    {
        if (roster.Current.Members.IsEmpty && !opening.IsOpened)
        {
            DeactivateOnIdle();
        }
    }

    private IGrainTimer StartWatching() => this.RegisterGrainTimer(
        _ =>
        {
            watch.Tick();
            return Task.CompletedTask;
        },
        new GrainTimerCreationOptions { DueTime = options.AcknowledgementDelay, Period = options.AcknowledgementDelay, Interleave = true });

    private void Broken(Exception? failure)
    {
        if (failure is IOException or DbException)
        {
            // The store reports it, once for all conversations.
            LogUnknown(id, failure.Message);
        }
        else
        {
            LogBroken(id, failure);
        }

        live.PostHeadsMovedAsync(roster.Current).Ignore();
        doubts.Add(id);
        DeactivateOnIdle();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Conversation {ConversationId} is activated again from the stores: the outcome of an append is unknown. {Reason}")]
    private partial void LogUnknown(string conversationId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversation {ConversationId} is activated again from the stores: an append found another writer, or its group has an older state.")]
    private partial void LogBroken(string conversationId, Exception? failure);
}
