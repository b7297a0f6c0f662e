using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Sessions;

/// <summary>The signed-in devices of one user. Key: the user's id.</summary>
[Alias("im.sessions-grain")]
public interface ISessionsGrain : IGrainWithStringKey
{
    /// <summary>Signs a device in. A known deviceId replaces that device's session; above the most devices allowed, the one seen longest ago is signed out.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.InvalidDevice"/>.</exception>
    [Alias("Open")]
    Task<SessionTicket> Open(DeviceInfo device);

    /// <summary>Spends a refresh token, named by its generation. A spent one ends the session: somebody has a copy.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.SessionEnded"/>, <see cref="ErrorCode.RefreshTokenReused"/>.</exception>
    [Alias("Refresh")]
    Task<SessionTicket> Refresh(string sessionId, int generation);

    /// <summary>Whether the session lives. The gateway that asks is told when it ends.</summary>
    /// <returns>The device of the session; null when it has ended.</returns>
    [Alias("Verify")]
    Task<string?> Verify(string sessionId, string gatewayId);

    [Alias("List")]
    Task<DeviceSession[]> List(string sessionId);

    /// <summary>Signs a device out: returns when its tokens are dead and its connections were told.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.UnknownDevice"/>.</exception>
    [Alias("End")]
    Task End(string deviceId, string reason);
}
