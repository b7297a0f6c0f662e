using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Presence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Presence;

/// <inheritdoc cref="IPresenceGrain"/>
/// <remarks>
/// There are as many activations as users are online, watched or in an active conversation, so an idle one is collected soon. Timers run
/// only while a push or a write is due.
/// </remarks>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class PresenceGrain : Grain, IPresenceGrain
{
    private readonly IPersistentState<PresenceState> state;
    private readonly GatewayDispatcher dispatcher;
    private readonly GatewayPulse pulse;
    private readonly TimeProvider time;
    private readonly string id;
    private readonly ConnectedGateways gateways;
    private readonly RouteHolders holders;
    private readonly PresenceSignal signal;
    private readonly WatchingGateways watching;
    private readonly Readers readers;
    private readonly LastSeen lastSeen;
    private readonly PresenceOptions options;
    private readonly long begunAt;
    private readonly Alarm announcing;
    private readonly Alarm storing;
    private readonly SettingReport report;
    private long stamp;

    public PresenceGrain(
        [PersistentState("presence")] IPersistentState<PresenceState> state,
        IGrainContext context,
        IGrainFactory grains,
        GatewayDispatcher dispatcher,
        GatewayPulse pulse,
        IOptions<PresenceOptions> options,
        TimeProvider time,
        ILogger<PresenceGrain> logger)
    {
        (this.state, this.dispatcher, this.pulse, this.time) = (state, dispatcher, pulse, time);
        (this.options, begunAt) = (options.Value, time.GetTimestamp());
        id = context.GrainId.Key.ToString()!;
        gateways = new ConnectedGateways(options.Value);
        holders = new RouteHolders(id, grains, options.Value, time, logger);
        signal = new PresenceSignal(options.Value, time);
        watching = new WatchingGateways(options.Value, time);
        readers = new Readers(id, state, grains, options.Value, time);
        lastSeen = new LastSeen(state, options.Value, time);
        (announcing, storing) = (new Alarm(this, AnnounceLater), new Alarm(this, StoreWhenDue));
        report = new SettingReport(this, grains, SettingName.Presence, () => state.State.Unreported = false);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Unreported)
        {
            report.Begin();
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Array.ForEach(gateways.GatewayIds, gatewayId => pulse.Remove(gatewayId, id));

        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            // The next activation knows no gateway, and pushes before the next round would reach no connection. When a silo stops, all
            // gateways report anyway.
            await Push(new Frame(Audience.Users(id), new RoutesLost()));
        }

        if (lastSeen.Due(connected: false) is not null)
        {
            await lastSeen.StoreAsync();
        }
    }

    public async Task<bool> Report(ConnectionReport report)
    {
        bool wasConnected = gateways.IsConnected;
        bool connected = report.Devices.Length > 0;
        if (gateways.Set(report) is not { } change)
        {
            return false;
        }

        if (connected)
        {
            pulse.Add(report.GatewayId, id);
        }
        else
        {
            pulse.Remove(report.GatewayId, id);
        }

        if (connected || wasConnected)
        {
            lastSeen.Now();
        }

        AnnounceWhenDue();
        StoreLater();
        await (change == RouteChange.None ? Task.CompletedTask : holders.NotifyAsync(report.GatewayId, connected));
        return change == RouteChange.Came;
    }

    public Task<LeasedRoutes> LeaseRoutes(string conversationId)
    {
        holders.Add(conversationId);
        return Task.FromResult(new LeasedRoutes(gateways.GatewayIds, ReceiptPrivacy.Of(readers.Privacy, conversationId)));
    }

    public Task<LeaseHolders> Holders(long? since) => Task.FromResult(holders.Since(since));

    public Task<string[]> Gateways() => Task.FromResult(gateways.GatewayIds);

    public Task Push(Frame frame)
    {
        Array.ForEach(gateways.GatewayIds, gatewayId => dispatcher.Post(gatewayId, frame));
        return Task.CompletedTask;
    }

    public async Task<UserPresence> Get(string readerId) =>
        await readers.Among([readerId]) is [_] ? Shown() : UserPresence.Nothing(id);

    public async Task<PresenceAnswer> Watch(string gatewayId, string[] readerIds)
    {
        string[] allowed = await readers.Among(readerIds);
        if (!watching.Any)
        {
            signal.Settle();
        }

        watching.Add(gatewayId);
        AnnounceWhenDue();
        return new PresenceAnswer
        {
            Presence = Shown(),
            ReaderIds = allowed,
            Stamp = NextStamp(),
            IsUnsure = !signal.IsShown && time.GetElapsedTime(begunAt) < options.Settling,
        };
    }

    public async Task GatewayGone(string gatewayId)
    {
        pulse.Remove(gatewayId, id);
        bool wasConnected = gateways.Remove(gatewayId);
        AnnounceWhenDue();

        // Thousands of grains are notified at once: their pushes and writes must not all come at the same moment.
        announcing.Set(watching.Any ? signal.Due + (Random.Shared.NextDouble() * options.PulsePeriod) : null);
        storing.Set(gateways.IsConnected ? null : lastSeen.Due(connected: false) + (Random.Shared.NextDouble() * options.LastSeenPause));
        await (wasConnected ? holders.NotifyAsync(gatewayId, connected: false) : Task.CompletedTask);
    }

    public Task<PresencePrivacy> Privacy() => Task.FromResult(readers.Privacy);

    public async Task<PresencePrivacy> SetPrivacy(PresencePrivacy change)
    {
        PrivacyRules.Ensure(change);
        PresencePrivacy before = readers.Privacy;
        await StoreAsync(change);
        report.Begin();
        Announce(askAgain: true);
        await holders.NotifyAsync(before, readers.Privacy);
        return readers.Privacy;
    }

    /// <summary>If the store fails, what held before holds.</summary>
    private async Task StoreAsync(PresencePrivacy change)
    {
        PresenceState kept = state.State;
        (string? visibleTo, string? receipts, bool unreported) = (kept.VisibleTo, kept.Receipts, kept.Unreported);
        PresencePrivacy chosen = PrivacyRules.Apply(change, new PresencePrivacy { VisibleTo = visibleTo, Receipts = receipts });
        (kept.VisibleTo, kept.Receipts, kept.Unreported) = (chosen.VisibleTo, chosen.Receipts, true);
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            (kept.VisibleTo, kept.Receipts, kept.Unreported) = (visibleTo, receipts, unreported);
            throw;
        }
    }

    public async Task Close()
    {
        if (state.State.IsClosed)
        {
            return;
        }

        state.State = new PresenceState { IsClosed = true };
        await state.WriteStateAsync();
        Announce(askAgain: true);
    }

    private UserPresence Shown()
    {
        if (state.State.IsClosed)
        {
            return UserPresence.Nothing(id);
        }

        bool online = signal.IsShown;
        return new UserPresence
        {
            UserId = id,
            Online = online,
            Platforms = online ? gateways.Platforms : [],
            LastSeenAt = online ? null : lastSeen.At,
        };
    }

    private void AnnounceWhenDue()
    {
        signal.Set(gateways.IsOnline);
        if (!watching.Any)
        {
            signal.Settle();
        }
        else if (signal.Due is { } due)
        {
            if (due == TimeSpan.Zero)
            {
                signal.Announced();
                Announce(askAgain: readers.VisibleTo != PresenceVisibility.Everyone);
            }

            announcing.Set(signal.Due);
        }
    }

    private Task AnnounceLater()
    {
        AnnounceWhenDue();
        return Task.CompletedTask;
    }

    /// <param name="askAgain">Whether each gateway is to ask who of its users may see it.</param>
    private void Announce(bool askAgain)
    {
        var frame = new Frame(Audience.Watchers(id), new PresenceChanged(askAgain ? null : Shown(), NextStamp()));
        foreach (string gatewayId in watching.Ids)
        {
            dispatcher.Post(gatewayId, frame);
        }
    }

    /// <summary>
    /// Not in the turn of a report: a failing store must not lose the routes. For a connected user the next report tries again.
    /// </summary>
    private void StoreLater()
    {
        TimeSpan? due = lastSeen.Due(gateways.IsConnected);
        storing.Set(due == TimeSpan.Zero || !gateways.IsConnected ? due : null);
    }

    private async Task StoreWhenDue()
    {
        if (lastSeen.Due(gateways.IsConnected) == TimeSpan.Zero)
        {
            await lastSeen.StoreAsync();
        }
        else
        {
            StoreLater();
        }
    }

    /// <summary>Goes on also after the activation before, whose answers gateways remember.</summary>
    private long NextStamp() => stamp = Math.Max(stamp + 1, time.GetUtcNow().UtcTicks);
}
