using ImOrleans.Grains.Calls;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Logging;

namespace ImOrleans.Grains.Hosting;

/// <summary>
/// Work that a grain has stored as unfinished. It is run until it is done: again after a failure, with growing pauses, and after a crash by
/// a reminder. The grain starts it again at activation.
/// </summary>
/// <param name="isUnfinished">By the stored state.</param>
/// <param name="isBeside">Whether it runs beside calls, which then must not write the state.</param>
/// <param name="run">Answers whether it is done. If not, it is run again later.</param>
internal sealed partial class UnfinishedWork(
    Grain owner, Func<bool> isUnfinished, Func<bool> isBeside, Func<Task<bool>> run, ILogger logger)
{
    private const string Reminder = "unfinished-work";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest period that Orleans allows.</summary>
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private IGrainTimer? timer;
    private bool isRunning;
    private TimeSpan pause = FirstPause;

    /// <summary>Before the state is stored that says so: a process that dies right after that write is resumed too.</summary>
    public Task PrepareAsync() => owner.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);

    /// <summary>Begins at once and does not wait.</summary>
    public void Start() => StartAfter(TimeSpan.Zero);

    /// <summary>
    /// Begins at once, also when it waits after a failure: there is new work. A run that goes on is followed by another one.
    /// </summary>
    public void Hurry()
    {
        pause = FirstPause;
        if (!isRunning)
        {
            timer?.Dispose();
            timer = null;
            Start();
        }
    }

    public async Task RemindAsync()
    {
        if (isUnfinished())
        {
            Start();
        }
        else if (await owner.GetReminder(Reminder) is { } done)
        {
            await owner.UnregisterReminder(done);
        }
    }

    private void StartAfter(TimeSpan due) => timer ??= owner.RegisterGrainTimer(
        RunAsync, new GrainTimerCreationOptions { DueTime = due, Period = Timeout.InfiniteTimeSpan, Interleave = isBeside(), KeepAlive = true });

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        bool isDone = false;
        isRunning = true;
        try
        {
            isDone = !isUnfinished() || await run();
        }
        catch (Exception failure) when (failure.IsPassing || failure is ImException)
        {
            GrainId grainId = owner.GetGrainId();
            LogPostponed(grainId, failure.Message, failure.Unexpected);
        }
        finally
        {
            timer?.Dispose();
            (timer, isRunning) = (null, false);
        }

        if (isDone)
        {
            pause = FirstPause;
            return;
        }

        StartAfter(pause);
        pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, ReminderPeriod.Ticks));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{GrainId} could not finish stored work and resumes it later. {Reason}")]
    private partial void LogPostponed(GrainId grainId, string reason, Exception? failure);
}
