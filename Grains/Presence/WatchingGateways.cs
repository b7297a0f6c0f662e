namespace ImOrleans.Grains.Presence;

/// <summary>The gateways whose connections watch a user, by lease: they repeat it, and who does not is forgotten.</summary>
internal sealed class WatchingGateways(PresenceOptions options, TimeProvider time)
{
    private readonly Dictionary<string, long> leasedAt = [];

    public bool Any => Ids.Any();

    public IEnumerable<string> Ids => leasedAt.Where(gateway => time.GetElapsedTime(gateway.Value) < options.WatchLease).Select(gateway => gateway.Key);

    public void Add(string gatewayId)
    {
        if (leasedAt.ContainsKey(gatewayId) || HasRoom())
        {
            leasedAt[gatewayId] = time.GetTimestamp();
        }
    }

    private bool HasRoom()
    {
        if (leasedAt.Count >= options.MaxWatchingGateways)
        {
            foreach (string ended in leasedAt.Keys.Except(Ids).ToArray())
            {
                leasedAt.Remove(ended);
            }
        }

        return leasedAt.Count < options.MaxWatchingGateways;
    }
}
