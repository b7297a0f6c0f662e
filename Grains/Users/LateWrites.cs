namespace ImOrleans.Grains.Users;

/// <summary>Writes of what a crash may take back for some seconds, because it is found again: together, and not at once.</summary>
internal sealed class LateWrites(Grain user, ConversationIndex index, TimeProvider time)
{
    private IGrainTimer? timer;
    private long dueAt;

    /// <summary>What is not stored yet will be within this time.</summary>
    public void Within(TimeSpan delay)
    {
        long due = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        if (!index.IsDirty || (timer is not null && dueAt <= due))
        {
            return;
        }

        timer?.Dispose();
        (timer, dueAt) = (user.RegisterGrainTimer(WriteAsync, delay, Timeout.InfiniteTimeSpan), due);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        timer?.Dispose();
        timer = null;
        await index.WriteAsync();
    }
}
