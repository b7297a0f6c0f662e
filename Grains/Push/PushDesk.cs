using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Grains.Push;

/// <summary>
/// Changes the state of a user's notifications, in memory. Every method is one step without an await, because calls and the work with
/// providers meet here; each caller stores the state after it.
/// </summary>
internal sealed class PushDesk(Func<PushState> stored, PushOptions options, PushMetrics metrics, TimeProvider time)
{
    /// <summary>Decisions that are kept for operators.</summary>
    private const int MaxDecisions = 50;
    private const int LongestReason = 100;

    /// <summary>Read positions that came while providers were called: the user may have read what devices show now.</summary>
    private readonly Dictionary<string, long> readMeanwhile = new(StringComparer.Ordinal);

    private PushState State => stored();

    public bool IsWaiting => State.Waiting.Count > 0;

    public PushRegistration? Find(string deviceId) => State.Devices.GetValueOrDefault(deviceId);

    /// <returns>The registrations that ended for it, by device.</returns>
    public List<KeyValuePair<string, PushRegistration>> Register(string deviceId, PushTokenRequest request)
    {
        List<KeyValuePair<string, PushRegistration>> ended = [];
        if (Find(deviceId) is { } before && (before.Provider, before.Token) != (request.Provider, request.Token))
        {
            ended.Add(new(deviceId, before));
            Unregister(deviceId);
        }

        State.Devices[deviceId] = new PushRegistration(
            request.Provider, request.Token, request.Language, request.Sound, request.Channel, time.GetUtcNow());
        while (State.Devices.Count > options.MaxDevices)
        {
            KeyValuePair<string, PushRegistration> oldest =
                State.Devices.Where(device => device.Key != deviceId).MinBy(device => device.Value.At);
            ended.Add(oldest);
            Unregister(oldest.Key);
        }

        return ended;
    }

    /// <returns>What ended; null when the device was not registered.</returns>
    public PushRegistration? Unregister(string deviceId)
    {
        State.Devices.Remove(deviceId, out PushRegistration? ended);
        Drop(waiting => waiting.DeviceId == deviceId);
        State.Places.RemoveAll(place => place.DeviceId == deviceId);
        return ended;
    }

    /// <summary>Notes what the device misses. Positions that were decided before change nothing.</summary>
    /// <returns>Whether there is more to do than before.</returns>
    public bool Take(string deviceId, ConversationPosition[] positions)
    {
        bool isMore = false;
        foreach (ConversationPosition position in positions)
        {
            bool isDecided = FindPlace(deviceId, position.ConversationId)?.DecidedUpTo >= position.Seq;
            isMore |= !isDecided && Add(deviceId, position.ConversationId, position.Seq, isWithdrawal: false);
        }

        return isMore;
    }

    /// <summary>Withdraws what devices show of a conversation up to a position.</summary>
    /// <returns>Whether there is something to withdraw.</returns>
    public bool Read(string conversationId, long seq)
    {
        readMeanwhile[conversationId] = Math.Max(seq, readMeanwhile.GetValueOrDefault(conversationId));
        bool isMore = false;
        foreach (PushPlace place in State.Places.Where(place => place.ConversationId == conversationId).ToArray())
        {
            isMore |= Withdraw(place, seq);
        }

        return isMore;
    }

    /// <summary>A round with providers begins.</summary>
    /// <returns>What is due. A withdrawal waits for the notification of the same place, which replaces what is shown.</returns>
    public WaitingPush[] Begin()
    {
        readMeanwhile.Clear();
        DateTimeOffset now = time.GetUtcNow();
        HashSet<(string, string)> alerted = [.. State.Waiting.Where(waiting => !waiting.IsWithdrawal).Select(PlaceNameOf)];
        return
        [
            .. State.Waiting.Where(waiting => waiting.NextAt <= now)
                .Where(waiting => !waiting.IsWithdrawal || !alerted.Contains(PlaceNameOf(waiting))),
        ];
    }

    /// <summary>How far notifications of the conversation were decided for the device.</summary>
    public long DecidedUpTo(WaitingPush waiting) => FindPlace(waiting.DeviceId, waiting.ConversationId)?.DecidedUpTo ?? 0;

    /// <summary>Nothing is sent, for the reason in the plan.</summary>
    public void Suppress(PlannedPush plan)
    {
        metrics.Suppressed(plan.Rule);
        Note(plan, "suppressed", plan.Rule);
        Settle(plan);
        if (PushRule.EndsToken(plan.Rule))
        {
            Unregister(plan.Waiting.DeviceId);
        }
    }

    /// <summary>The provider will never take it.</summary>
    public void Refuse(PlannedPush plan, string outcome, string reason)
    {
        metrics.Failed(ProviderOf(plan), outcome);
        Note(plan, outcome, reason);
        Settle(plan);
    }

    /// <summary>A passing failure: not before the given wait, or a wait that grows with each failure.</summary>
    public void Postpone(PlannedPush plan, string reason, TimeSpan? retryAfter)
    {
        metrics.Failed(ProviderOf(plan), "later");
        Note(plan, "later", reason);
        WaitingPush waiting = plan.Waiting;
        TimeSpan grown = options.FirstWait * Math.Pow(2, Math.Min(waiting.Failures++, 20));

        // Half of the wait is by chance: the users whom a provider failed together must not come back together.
        TimeSpan wait = (grown < options.LongestWait ? grown : options.LongestWait) * (0.5 + (Random.Shared.NextDouble() / 2));
        wait = retryAfter > wait ? retryAfter.Value : wait;
        waiting.NextAt = time.GetUtcNow() + (wait < options.TimeToLive ? wait : options.TimeToLive);
    }

    public void Accept(PlannedPush plan)
    {
        WaitingPush waiting = plan.Waiting;
        metrics.Accepted(ProviderOf(plan), time.GetUtcNow() - waiting.Since);
        Note(plan, "accepted", waiting.IsWithdrawal ? "withdrawal" : "");
        if (Settle(plan) is { } place)
        {
            Drop(other => other.IsWithdrawal && IsOf(other, waiting.DeviceId, waiting.ConversationId));
            (place.Shown, place.Id) = (plan.Seq, plan.Id);
            Withdraw(place, readMeanwhile.GetValueOrDefault(waiting.ConversationId));
        }
    }

    /// <returns>The provider whose notification it was; null for an unknown one.</returns>
    public string? Open(string deviceId, string id)
    {
        if (State.Places.Find(known => known.DeviceId == deviceId && known.Id == id) is not { Shown: > 0 } place)
        {
            return null;
        }

        string provider = Find(deviceId)?.Provider ?? "";
        Keep(new PushDecision
        {
            At = time.GetUtcNow(),
            DeviceId = deviceId,
            ConversationId = place.ConversationId,
            Seq = place.Shown,
            Id = id,
            Provider = provider,
            Outcome = "opened",
        });
        place.Shown = 0;
        return provider;
    }

    private bool Withdraw(PushPlace place, long seq)
    {
        if (place.Shown == 0 || place.Shown > seq)
        {
            return false;
        }

        long shown = place.Shown;
        place.Shown = 0;
        return Add(place.DeviceId, place.ConversationId, shown, isWithdrawal: true);
    }

    private bool Add(string deviceId, string conversationId, long seq, bool isWithdrawal)
    {
        if (!State.Devices.ContainsKey(deviceId))
        {
            return false;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (State.Waiting.Find(waiting => waiting.IsWithdrawal == isWithdrawal && IsOf(waiting, deviceId, conversationId)) is { } known)
        {
            bool isMore = seq > known.Seq;
            (known.Seq, known.Since) = (Math.Max(seq, known.Seq), isMore ? now : known.Since);
            return isMore;
        }

        State.Waiting.Add(new WaitingPush
        {
            DeviceId = deviceId, ConversationId = conversationId, IsWithdrawal = isWithdrawal, Seq = seq, Since = now, NextAt = now,
        });
        metrics.Waiting(1);
        while (State.Waiting.Count > options.MaxWaiting)
        {
            Refuse(PlannedPush.Suppressed(State.Waiting[0], ""), "dropped", "too many are waiting");
        }

        return true;
    }

    /// <summary>Done, as far as the plan goes. If a later entry came meanwhile, the work stays, as new.</summary>
    /// <returns>Null for a withdrawal, and for a device that was unregistered meanwhile.</returns>
    private PushPlace? Settle(PlannedPush plan)
    {
        WaitingPush waiting = plan.Waiting;
        if (waiting.Seq <= plan.UpTo)
        {
            Drop(other => other == waiting);
        }
        else
        {
            (waiting.Failures, waiting.NextAt) = (0, time.GetUtcNow());
        }

        return waiting.IsWithdrawal || Find(waiting.DeviceId) is null ? null : PlaceOf(waiting, plan.UpTo);
    }

    private PushPlace PlaceOf(WaitingPush waiting, long upTo)
    {
        PushPlace place = FindPlace(waiting.DeviceId, waiting.ConversationId)
            ?? new PushPlace { DeviceId = waiting.DeviceId, ConversationId = waiting.ConversationId };
        place.DecidedUpTo = Math.Max(upTo, place.DecidedUpTo);
        State.Places.Remove(place);
        State.Places.Add(place);
        State.Places.RemoveRange(0, Math.Max(0, State.Places.Count - options.MaxPlaces));
        return place;
    }

    private PushPlace? FindPlace(string deviceId, string conversationId) =>
        State.Places.Find(place => place.DeviceId == deviceId && place.ConversationId == conversationId);

    private static (string, string) PlaceNameOf(WaitingPush waiting) => (waiting.DeviceId, waiting.ConversationId);

    private static bool IsOf(WaitingPush waiting, string deviceId, string conversationId) =>
        waiting.DeviceId == deviceId && waiting.ConversationId == conversationId;

    private void Drop(Predicate<WaitingPush> isOver) => metrics.Waiting(-State.Waiting.RemoveAll(isOver));

    private string ProviderOf(PlannedPush plan) => Find(plan.Waiting.DeviceId)?.Provider ?? "";

    private void Note(PlannedPush plan, string outcome, string reason)
    {
        metrics.Decided();
        Keep(new PushDecision
        {
            At = time.GetUtcNow(),
            DeviceId = plan.Waiting.DeviceId,
            ConversationId = plan.Waiting.ConversationId,
            Seq = plan.Seq,
            Id = plan.Id,
            Provider = ProviderOf(plan),
            Outcome = outcome,
            Reason = reason.Length > LongestReason ? reason[..LongestReason] : reason,
        });
    }

    private void Keep(PushDecision decision)
    {
        State.Decisions.Add(decision);
        State.Decisions.RemoveRange(0, Math.Max(0, State.Decisions.Count - MaxDecisions));
    }
}
