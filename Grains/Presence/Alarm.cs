namespace ImOrleans.Grains.Presence;

/// <summary>Wakes a grain once, after a time that can be changed until then. An alarm that was never set costs nothing.</summary>
internal sealed class Alarm(Grain grain, Func<Task> ring)
{
    private IGrainTimer? timer;

    /// <param name="after">Null leaves the alarm as it is.</param>
    public void Set(TimeSpan? after)
    {
        if (after is { } wait)
        {
            timer ??= grain.RegisterGrainTimer(_ => ring(), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
