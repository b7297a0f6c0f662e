namespace ImOrleans.Grains.Users;

/// <summary>The gateways that a user is connected to, in memory: gateways repeat it every 20 s. Stamps keep late words from undoing newer ones.</summary>
internal sealed class Connections(UserOptions options)
{
    private readonly Dictionary<string, (long Stamp, bool Connected)> gateways = [];

    public string[] GatewayIds => [.. gateways.Where(gateway => gateway.Value.Connected).Select(gateway => gateway.Key)];

    /// <summary>True when it is news.</summary>
    public bool Set(string gatewayId, long stamp, bool connected)
    {
        bool known = gateways.TryGetValue(gatewayId, out var last);
        if (stamp == long.MaxValue)
        {
            // Word from a conversation that the gateway is gone. Should it be wrong, the gateway's own next word counts again.
            gateways.Remove(gatewayId);
            return known && last.Connected;
        }

        if (known && stamp < last.Stamp)
        {
            return false;
        }

        if (!known && gateways.Count >= options.MaxGateways)
        {
            gateways.Remove(gateways.OrderBy(gateway => gateway.Value.Connected).ThenBy(gateway => gateway.Value.Stamp).First().Key);
        }

        gateways[gatewayId] = (stamp, connected);
        return connected != (known && last.Connected);
    }
}
