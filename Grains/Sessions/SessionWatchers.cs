using ImOrleans.Grains.Delivery;
using ImOrleans.Grains.Delivery.Payloads;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Sessions;

/// <summary>
/// The gateways that asked about a session, so that they learn of its end at once. In memory: a gateway asks again at least every 20 s,
/// which also bounds how long a lost word of an end can matter.
/// </summary>
internal sealed class SessionWatchers(GatewayDispatcher dispatcher, IOptions<SessionOptions> options, TimeProvider time)
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

    /// <summary>
    /// Returns when the gateways know it, or cannot be reached, or after <see cref="SessionOptions.EndPatience"/>: a gateway that has just
    /// died must not hold up the sign-in which ends its session.
    /// </summary>
    public async Task NotifyEnded(string sessionId, string reason)
    {
        if (gateways.Remove(sessionId, out List<string>? known))
        {
            var frame = new Frame(Audience.Session(sessionId), new SessionEnded(reason));
            Task notified = Task.WhenAll(known.Select(gatewayId => dispatcher.PostAsync(gatewayId, frame)));
            await notified.WaitAsync(options.Value.EndPatience, time)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
