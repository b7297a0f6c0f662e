using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Presence;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Which gateways have which members, and what the members' privacy allows, leased from the owners of their connections for 30 s and
/// renewed while messages flow. The owners notify of first and last connections on a gateway and of changed privacy meanwhile; what gets
/// lost is healed by the next renewal.
/// </summary>
internal sealed class RouteTable(string conversationId, IGrainFactory grains, ConversationOptions options, TimeProvider time)
{
    private const int ParallelLeases = 32;
    private static readonly ReceiptPrivacy Unknown = new(Shows: false, Sees: false);
    private readonly Dictionary<string, GatewayRoute> gateways = [];
    private readonly Dictionary<string, ReceiptPrivacy> leased = [];
    private readonly Dictionary<(string UserId, string GatewayId), bool> meanwhile = [];
    private readonly Dictionary<string, ReceiptPrivacy> receiptsMeanwhile = [];
    private Roster leasedFor = Roster.Empty;
    private Task? leasing;
    private long leasedAt;
    private bool complete;

    public IReadOnlyDictionary<string, GatewayRoute> Gateways => gateways;

    /// <summary>Neither, while the privacy of the member is not known.</summary>
    public ReceiptPrivacy ReceiptsOf(string userId) => leased.GetValueOrDefault(userId, Unknown);

    /// <summary>
    /// Completed when the routes may be used. Renews beside the messages while the lease holds, and before them when it has ended.
    /// </summary>
    public ValueTask ReadyAsync(Roster roster)
    {
        TimeSpan age = time.GetElapsedTime(leasedAt);
        bool holds = ReferenceEquals(roster, leasedFor) && age < options.RouteLease;
        TimeSpan renewAfter = complete ? options.RouteLease * 2 / 3 : TimeSpan.FromSeconds(1);
        if (holds && age < renewAfter)
        {
            return ValueTask.CompletedTask;
        }

        if (!holds)
        {
            return new ValueTask(LeaseForAsync(roster));
        }

        leasing ??= LeaseAsync(roster);
        return ValueTask.CompletedTask;
    }

    public void Change(string userId, string gatewayId, bool connected)
    {
        if (leasing is not null)
        {
            // The answer to a lease may be older than this word and yet arrive after it.
            meanwhile[(userId, gatewayId)] = connected;
        }

        Apply(userId, gatewayId, connected);
    }

    public void Change(string userId, ReceiptPrivacy receipts)
    {
        if (leasing is not null)
        {
            receiptsMeanwhile[userId] = receipts;
        }

        if (leased.ContainsKey(userId))
        {
            leased[userId] = receipts;
        }
    }

    public void Remove(string gatewayId, IEnumerable<string> userIds)
    {
        if (gateways.TryGetValue(gatewayId, out GatewayRoute? route) && route.Remove(userIds) == 0)
        {
            gateways.Remove(gatewayId);
        }
    }

    public void Forget(IEnumerable<string> userIds)
    {
        foreach (string userId in userIds)
        {
            leased.Remove(userId);
        }

        foreach (string gatewayId in gateways.Keys.ToArray())
        {
            Remove(gatewayId, userIds);
        }
    }

    /// <summary>
    /// A lease under way for other members does not do: who has just joined is not among them. While the lease of the others holds, only
    /// those without one are asked.
    /// </summary>
    private async Task LeaseForAsync(Roster roster)
    {
        while (leasing is { } underWay)
        {
            await underWay;
        }

        if (!ReferenceEquals(roster, leasedFor) || time.GetElapsedTime(leasedAt) >= options.RouteLease)
        {
            await (leasing = time.GetElapsedTime(leasedAt) < options.RouteLease ? LeaseJoinedAsync(roster) : LeaseAsync(roster));
        }
    }

    private Task LeaseAsync(Roster roster) => LeaseAsync(roster, roster.Members.Keys, time.GetTimestamp());

    /// <summary>
    /// The leases of the other members keep their age. Those of the new members are renewed with them, so before their time.
    /// </summary>
    private Task LeaseJoinedAsync(Roster roster) => LeaseAsync(roster, [.. roster.Members.Keys.Except(leased.Keys)], leasedAt);

    private async Task LeaseAsync(Roster roster, IEnumerable<string> userIds, long askedAt)
    {
        try
        {
            await Task.Yield(); // The caller that starts a lease has noted it before the lease can end.
            foreach (string[] members in userIds.Chunk(ParallelLeases))
            {
                await Task.WhenAll(members.Select(LeaseAsync));
            }

            Forget([.. leased.Keys.Except(roster.Members.Keys)]);
            (leasedAt, leasedFor, complete) = (askedAt, roster, roster.Members.Keys.All(leased.ContainsKey));
        }
        finally
        {
            leasing = null;
            meanwhile.Clear();
            receiptsMeanwhile.Clear();
        }
    }

    private async Task LeaseAsync(string userId)
    {
        try
        {
            LeasedRoutes lease = await grains.GetGrain<IPresenceGrain>(userId).LeaseRoutes(conversationId);
            leased[userId] = receiptsMeanwhile.GetValueOrDefault(userId, lease.Receipts);
            foreach (string gatewayId in gateways.Keys.Except(lease.GatewayIds).ToArray())
            {
                Remove(gatewayId, [userId]);
            }

            foreach (string gatewayId in lease.GatewayIds)
            {
                RouteOf(gatewayId).Add(userId);
            }

            foreach (((string UserId, string GatewayId) change, bool isConnected) in meanwhile.Where(change => change.Key.UserId == userId))
            {
                Apply(userId, change.GatewayId, isConnected);
            }
        }
        catch (Exception failure) when (failure.IsPassing)
        {
            // Asked again a second later: one member who cannot be reached must not hold up the others.
            leased.Remove(userId);
        }
    }

    private void Apply(string userId, string gatewayId, bool connected)
    {
        if (connected && leased.ContainsKey(userId))
        {
            RouteOf(gatewayId).Add(userId);
        }
        else if (!connected)
        {
            Remove(gatewayId, [userId]);
        }
    }

    private GatewayRoute RouteOf(string gatewayId)
    {
        if (!gateways.TryGetValue(gatewayId, out GatewayRoute? route))
        {
            gateways[gatewayId] = route = new GatewayRoute(conversationId);
        }

        return route;
    }
}
