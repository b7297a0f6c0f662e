namespace ImOrleans.Grains.Delivery;

/// <summary>The frames on their way to one gateway: a bounded queue, one call in flight, and marks for what did not fit.</summary>
internal sealed class GatewayLane(GatewayCall call, DeliveryOptions options, Action retire)
{
    private readonly Lock gate = new();
    private readonly Queue<(Frame Frame, TaskCompletionSource<bool>? Taken)> queue = new();
    private readonly BehindMarks behind = new(options.MaxBehind);
    private bool pumping;

    public void Post(Frame frame, TaskCompletionSource<bool>? taken)
    {
        lock (gate)
        {
            if (queue.Count >= options.QueueLength)
            {
                behind.Add(frame);
                taken?.TrySetResult(true);
            }
            else
            {
                queue.Enqueue((frame, taken));
            }

            if (pumping)
            {
                return;
            }

            pumping = true;
        }

        // Leaves the caller's grain: the pump outlives its turn and must not run on its scheduler.
        ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.PumpAsync(), this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        while (Take() is { } batch)
        {
            Frame[] frames = [.. batch.Select(item => item.Frame)];
            PushOutcome outcome = await call.PushAsync(frames);
            if (outcome.IsGone)
            {
                // The frames are lost with the connections. The owners of the users' connections learn it from the pulse, and then the conversations.
                retire();
            }
            else if (!outcome.IsTaken)
            {
                MarkBehind(frames);
            }

            for (int i = 0; i < frames.Length; i++)
            {
                batch[i].Taken?.TrySetResult(outcome.MayHaveReached(i, frames[i]));
            }
        }
    }

    private List<(Frame Frame, TaskCompletionSource<bool>? Taken)>? Take()
    {
        lock (gate)
        {
            var batch = new List<(Frame, TaskCompletionSource<bool>?)>(Math.Min(queue.Count + 1, options.FramesPerCall));
            batch.AddRange(behind.Take().Select(frame => (frame, (TaskCompletionSource<bool>?)null)));
            while (batch.Count < options.FramesPerCall && queue.TryDequeue(out (Frame Frame, TaskCompletionSource<bool>? Taken) item))
            {
                batch.Add(item);
            }

            pumping = batch.Count > 0;
            return pumping ? batch : null;
        }
    }

    private void MarkBehind(Frame[] frames)
    {
        lock (gate)
        {
            foreach (Frame frame in frames)
            {
                behind.Add(frame);
            }
        }
    }
}
