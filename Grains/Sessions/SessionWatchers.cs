using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;

namespace ImOrleans.Grains.Sessions;

/// <summary>
/// The gateways that asked about a session, so that they learn of its end at once. In memory: a gateway asks again at least every 20 s,
/// which also bounds how long a lost word of an end can matter.
/// </summary>
internal sealed class SessionWatchers(GatewayDispatcher dispatcher)
{
    private const int MaxGateways = 32;
    private readonly Dictionary<string, List<string>> gateways = [];

    public void Add(string sessionId, string gatewayId)
    {
        if (!gateways.TryGetValue(sessionId, out List<string>? known))
        {
            gateways[sessionId] = known = [];
        }

        // The gateway that asked longest ago has dropped the answer from its cache by now.
        known.Remove(gatewayId);
        known.Add(gatewayId);
        if (known.Count > MaxGateways)
        {
            known.RemoveAt(0);
        }
    }

    /// <summary>Returns when the gateways know it, or cannot be reached.</summary>
    public async Task NotifyEnded(string sessionId, string reason)
    {
        if (gateways.Remove(sessionId, out List<string>? known))
        {
            var frame = new Frame(Audience.Session(sessionId), new SessionEnded(reason));
            await Task.WhenAll(known.Select(gatewayId => dispatcher.PostAsync(gatewayId, frame)));
        }
    }
}
