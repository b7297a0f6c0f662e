using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Presence;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Presence;

/// <inheritdoc cref="IPresenceGrain"/>
/// <remarks>There are as many as users are online or watched: one that is idle goes soon. Timers run only while something is to be told or stored.</remarks>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class PresenceGrain : Grain, IPresenceGrain
{
    private readonly IPersistentState<PresenceState> state;
    private readonly GatewayDispatcher dispatcher;
    private readonly GatewayPulse pulse;
    private readonly TimeProvider time;
    private readonly string id;
    private readonly Whereabouts places;
    private readonly PresenceSignal signal;
    private readonly WatchingGateways watching;
    private readonly Readers readers;
    private readonly LastSeen lastSeen;
    private readonly PresenceOptions options;
    private readonly long begunAt;
    private readonly Alarm telling;
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
        TimeProvider time)
    {
        (this.state, this.dispatcher, this.pulse, this.time) = (state, dispatcher, pulse, time);
        (this.options, begunAt) = (options.Value, time.GetTimestamp());
        id = context.GrainId.Key.ToString()!;
        places = new Whereabouts(options.Value);
        signal = new PresenceSignal(options.Value, time);
        watching = new WatchingGateways(options.Value, time);
        readers = new Readers(id, state, grains, options.Value, time);
        lastSeen = new LastSeen(state, options.Value, time);
        (telling, storing) = (new Alarm(this, TellWhenDue), new Alarm(this, StoreWhenDue));
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
        foreach (string gatewayId in places.GatewayIds)
        {
            pulse.Remove(gatewayId, id);
        }

        if (lastSeen.Due(connected: false) is not null)
        {
            await lastSeen.StoreAsync();
        }
    }

    public async Task Report(string gatewayId, long stamp, string[] platforms, bool connected)
    {
        bool wasConnected = places.IsConnected;
        if (!places.Set(gatewayId, stamp, platforms, connected))
        {
            return;
        }

        if (connected)
        {
            pulse.Add(gatewayId, id);
        }
        else
        {
            pulse.Remove(gatewayId, id);
        }

        if (connected || wasConnected)
        {
            lastSeen.Now();
        }

        await TellWhenDue();
        await StoreWhenDue();
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
        await TellWhenDue();
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
        places.Remove(gatewayId);
        await TellWhenDue();

        // Thousands are told this at once: neither the lanes to the gateways nor the disk should get all of them together.
        telling.Set(watching.Any ? signal.Due + (Random.Shared.NextDouble() * options.PulsePeriod) : null);
        storing.Set(places.IsConnected ? null : lastSeen.Due(connected: false) + (Random.Shared.NextDouble() * options.LastSeenPause));
    }

    public Task<string> Privacy() => Task.FromResult(readers.VisibleTo);

    public async Task<string> SetPrivacy(string? visibleTo)
    {
        Readers.EnsureVisibility(visibleTo);
        (state.State.VisibleTo, state.State.Unreported) = (visibleTo, true);
        await state.WriteStateAsync();
        report.Begin();
        Tell(askAgain: true);
        return readers.VisibleTo;
    }

    private UserPresence Shown()
    {
        bool online = signal.IsShown;
        return new UserPresence
        {
            UserId = id,
            Online = online,
            Platforms = online ? places.Platforms : [],
            LastSeenAt = online ? null : lastSeen.At,
        };
    }

    private Task TellWhenDue()
    {
        signal.Set(places.IsOnline);
        if (!watching.Any)
        {
            signal.Settle();
        }
        else if (signal.Due is { } due)
        {
            if (due == TimeSpan.Zero)
            {
                signal.Tell();
                Tell(askAgain: readers.VisibleTo != PresenceVisibility.Everyone);
            }

            telling.Set(signal.Due);
        }

        return Task.CompletedTask;
    }

    /// <param name="askAgain">Whether each gateway is to ask who of its users may see it.</param>
    private void Tell(bool askAgain)
    {
        var frame = new Frame(Audience.Watchers(id), new PresenceChanged(askAgain ? null : Shown(), NextStamp()));
        foreach (string gatewayId in watching.Ids)
        {
            dispatcher.Post(gatewayId, frame);
        }
    }

    private async Task StoreWhenDue()
    {
        TimeSpan? due = lastSeen.Due(places.IsConnected);
        if (due == TimeSpan.Zero)
        {
            await lastSeen.StoreAsync();
        }
        else if (!places.IsConnected)
        {
            // Of a connected user the next repetition looks again.
            storing.Set(due);
        }
    }

    /// <summary>Goes on also after the activation before, whose answers gateways remember.</summary>
    private long NextStamp() => stamp = Math.Max(stamp + 1, time.GetUtcNow().UtcTicks);
}
