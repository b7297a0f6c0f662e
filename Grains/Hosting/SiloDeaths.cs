
namespace ImOrleans.Grains.Hosting;

/// <summary>Counts the silos that died while this one lived: whoever relies on what other silos tell looks again when the count moves.</summary>
internal sealed class SiloDeaths : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly ISiloStatusOracle oracle;
    private int count;

    public SiloDeaths(ISiloStatusOracle oracle) => this.oracle = oracle;

    public int Count => Volatile.Read(ref count);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SiloDeaths), ServiceLifecycleStage.BecomeActive, _ =>
    {
        oracle.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            Interlocked.Increment(ref count);
        }
    }
}
