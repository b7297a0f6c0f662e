namespace ImOrleans.Grains.Hosting;

/// <summary>
/// Notifies parts that depend on other silos when one of those has died, so that they check again. Silos that stop count too: their pending
/// frames are lost.
/// </summary>
internal sealed class SiloDeaths(ISiloStatusOracle oracle) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly Lock gate = new();

    /// <summary>All dead silos that were ever seen. The cluster removes its dead after some days, which is not a new death.</summary>
    private readonly HashSet<SiloAddress> dead = [];
    private long mark;

    /// <summary>
    /// A number that changes after each death. It is the same on every silo that knows of the same deaths, so any silo can be asked. The
    /// oldest living silo is part of it, for the case that all silos died and none remembers.
    /// </summary>
    public long Mark => Volatile.Read(ref mark);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SiloDeaths), ServiceLifecycleStage.BecomeActive, _ =>
    {
        oracle.SubscribeToSiloStatusEvents(this);
        Look();
        return Task.CompletedTask;
    });

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Look();

    private void Look()
    {
        lock (gate)
        {
            ILookup<bool, SiloAddress> silos = oracle.GetApproximateSiloStatuses().ToLookup(silo => silo.Value == SiloStatus.Dead, silo => silo.Key);
            dead.UnionWith(silos[true]);
            SiloAddress? eldest = silos[false].MinBy(silo => (silo.Generation, silo.GetConsistentHashCode()));
            Volatile.Write(ref mark, dead.Aggregate(31 * (eldest is null ? 0 : Number(eldest)), (sum, silo) => sum ^ Number(silo)));
        }
    }

    private static long Number(SiloAddress silo) => ((long)silo.Generation << 31) + silo.GetConsistentHashCode();
}
