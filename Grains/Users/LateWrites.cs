namespace ImOrleans.Grains.Users;

/// <summary>Writes of what a crash may take back for some seconds, because it is found again: together, and not at once.</summary>
/// <param name="after">Does something once, so much later, unless what it returns is disposed before.</param>
internal sealed class LateWrites(ConversationIndex index, TimeProvider time, Func<TimeSpan, Func<Task>, IDisposable> after)
{
    private IDisposable? timer;
    private long dueAt;

    /// <summary>Stores pending changes within this time.</summary>
    public void Within(TimeSpan delay)
    {
        long due = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        if (!index.IsDirty || (timer is not null && dueAt <= due))
        {
            return;
        }

        timer?.Dispose();
        (timer, dueAt) = (after(delay, WriteAsync), due);
    }

    /// <summary>Changes that a failing store did not take stay pending: for the next change, or for the end of the activation.</summary>
    private async Task WriteAsync()
    {
        timer?.Dispose();
        timer = null;
        await index.WriteAsync();
    }
}
