using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Sessions;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// Asks the owner of a session whether it is alive. There is no cache in between, because the owner notifies each gateway that asked when
/// the session ends.
/// </summary>
internal sealed class SessionChecks(IGrainFactory grains, GatewayIdentity gateway, Retries retries)
{
    public async Task<bool> IsAlive(Caller caller)
    {
        ISessionsGrain sessions = grains.GetGrain<ISessionsGrain>(caller.UserId);
        return await retries.Run(() => sessions.Verify(caller.SessionId, gateway.Id)) == caller.DeviceId;
    }
}
