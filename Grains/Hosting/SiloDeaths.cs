namespace ImOrleans.Grains.Hosting;

/// <summary>
/// Whoever relies on what other silos tell looks again when one of them has died. Silos that stop count too: what they were about to tell is lost.
/// </summary>
internal sealed class SiloDeaths(ISiloStatusOracle oracle) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly Lock gate = new();

    /// <summary>Those ever seen: the cluster forgets its dead after some days, which is no news.</summary>
    private readonly HashSet<SiloAddress> dead = [];
    private long mark;

    /// <summary>
    /// Another number after each death, and the same one on every silo that knows of the same deaths: whoever asks may ask anywhere. The eldest of
    /// the living is part of it, for when all silos died and nobody remembers.
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
