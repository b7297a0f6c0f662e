using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ImOrleans.UnitTests.Client;

/// <summary>A clock that stands still until the code under test waits and the test ends that wait.</summary>
internal sealed class SteppingTime : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> armed = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        armed.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends the next wait, as soon as there is one.</summary>
    public async Task StepAsync()
    {
        try
        {
            Advance(await armed.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nobody waited for the clock within {Patience}.");
        }
    }
}
