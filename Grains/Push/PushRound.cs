namespace ImOrleans.Grains.Push;

/// <summary>
/// Sends what is due, and notes what the providers answer. All providers at the same time; the state is stored after each answer, so that
/// a slow provider does not make the others repeat after a crash.
/// </summary>
internal sealed class PushRound(
    PushDesk desk, PushPlanning planning, PushSenders senders, PushMetrics metrics, PushOptions options, TimeProvider time,
    Func<Task> store)
{
    /// <summary>Notifications in one round. The next round follows at once.</summary>
    private const int MaxPlanned = 100;

    /// <returns>Whether nothing waits any more.</returns>
    public async Task<bool> RunAsync()
    {
        WaitingPush[] due = desk.Begin();
        while (due.Length > 0)
        {
            PlannedPush[] plans = await planning.PlanAsync(due.Length > MaxPlanned ? due[..MaxPlanned] : due);
            PlannedPush[] suppressed = Array.FindAll(plans, plan => plan.Request is null);
            Array.ForEach(suppressed, desk.Suppress);
            await Task.WhenAll(plans.Except(suppressed)
                .GroupBy(plan => desk.Find(plan.Waiting.DeviceId)?.Provider ?? "")
                .SelectMany(group => senders.Find(group.Key) is { } sender
                    ? group.Chunk(sender.MaxBatch).Select(batch => SendAsync(sender, batch))
                    : []));
            await store();
            due = desk.Begin();
        }

        return !desk.IsWaiting;
    }

    private async Task SendAsync(IPushSender sender, PlannedPush[] batch)
    {
        Array.ForEach(batch, _ => metrics.Sent(sender.Provider));
        PushResult[] results = await CallAsync(sender, Array.ConvertAll(batch, plan => plan.Request!));
        for (int i = 0; i < batch.Length; i++)
        {
            Apply(batch[i], results[i]);
        }

        await store();
    }

    private async Task<PushResult[]> CallAsync(IPushSender sender, PushRequest[] requests)
    {
        using CancellationTokenSource timeout = new(options.SendTimeout, time);
        try
        {
            return await sender.SendAsync(requests, timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Array.ConvertAll(requests, _ => new PushResult(PushOutcome.Later, "no answer in time"));
        }
    }

    private void Apply(PlannedPush plan, PushResult result)
    {
        switch (result.Outcome)
        {
            case PushOutcome.Accepted:
                desk.Accept(plan);
                break;
            case PushOutcome.TokenEnded when !(result.EndedAt < desk.Find(plan.Waiting.DeviceId)?.At):
                desk.Refuse(plan, "token-ended", result.Reason);
                desk.Unregister(plan.Waiting.DeviceId);
                break;
            case PushOutcome.Refused:
                desk.Refuse(plan, "refused", result.Reason);
                break;
            default:
                desk.Postpone(plan, result.Reason, result.RetryAfter);
                break;
        }
    }
}
