using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Hosting;

/// <summary>
/// Reports a changed setting to the user's grain, which notifies the user's devices: beside other calls, and again until it is taken. The
/// owner of the setting stores "not reported" with the change itself, and starts again at activation.
/// </summary>
/// <param name="setting">One of <see cref="SettingName"/>.</param>
/// <param name="reported">Run when the newest change was taken.</param>
internal sealed class SettingReport(Grain owner, IGrainFactory grains, string setting, Action reported)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private IGrainTimer? timer;
    private TimeSpan pause = FirstPause;
    private bool again;

    /// <summary>Begins at once and does not wait. A change that comes while a report is in flight is reported after it.</summary>
    public void Begin()
    {
        again = true;
        timer ??= After(TimeSpan.Zero);
    }

    /// <summary>Interleaves: the user's grain may call the owner while it is called.</summary>
    private IGrainTimer After(TimeSpan delay) => owner.RegisterGrainTimer(
        ReportAsync, new GrainTimerCreationOptions { DueTime = delay, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        again = false;
        bool taken = await TryAsync();
        timer?.Dispose();
        timer = null;
        if (taken && !again)
        {
            pause = FirstPause;
            reported();
            return;
        }

        timer = After(taken ? TimeSpan.Zero : pause);
        pause = taken ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            await grains.GetGrain<IUserGrain>(owner.GetPrimaryKeyString()).Changed(
                new ConversationChange { Kind = ChangeKind.Settings, Setting = setting });
            return true;
        }
        catch (Exception failure) when (failure.IsPassing || failure is ImException)
        {
            return false; // The grain that failed has logged it; this one asks again.
        }
    }
}
