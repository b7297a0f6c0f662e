using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Orleans.Concurrency;

namespace ImOrleans.Grains.Sessions;

/// <summary>The signed-in devices of one user. Key: the user's id.</summary>
[Alias("im.sessions-grain")]
public interface ISessionsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Signs a device in. A known deviceId replaces that device's session. Sessions that the policy does not allow beside it end, and above
    /// the most devices the one seen longest ago. Returns when their tokens are dead and their connections were notified, wherever they can
    /// be reached.
    /// </summary>
    /// <param name="passwordVersion">The version of the proved password; null from a gateway that does not send it.</param>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.InvalidDevice"/>; <see cref="ErrorCode.WrongCredentials"/> when the password was changed, or the account
    /// deleted, since it was proved.
    /// </exception>
    [Alias("Open")]
    Task<SessionTicket> Open(DeviceInfo device, int? passwordVersion = null);

    /// <summary>
    /// Spends a refresh token, named by its generation. The one spent last is answered again for a short time, with the same generation, as
    /// long as that was not used: its answer may have been lost. Any other spent one ends the session, because it was copied. If the call
    /// that spent it or this one names a retry id, both must name the same one. A generation that the store has never issued ends the
    /// session too, but is not called a theft: a backup was restored.
    /// </summary>
    /// <param name="retryId">Chosen by the client for this refresh and all its repetitions; null from a client that chooses none.</param>
    /// <exception cref="ImException"><see cref="ErrorCode.SessionEnded"/>, <see cref="ErrorCode.RefreshTokenReused"/>.</exception>
    [Alias("Refresh")]
    Task<SessionTicket> Refresh(string sessionId, int generation, string? retryId = null);

    /// <summary>
    /// Whether the session is alive. The asking gateway is notified when it ends. Answered also while a change is stored and published,
    /// which one gateway that hangs can delay: an ending session is dead from the beginning of that.
    /// </summary>
    /// <returns>The device of the session; null when it has ended.</returns>
    [Alias("Verify"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<string?> Verify(string sessionId, string gatewayId);

    /// <summary>
    /// Whose refresh token this is: the last one that a device was given, or the one before, if the answer with the last was lost.
    /// </summary>
    /// <returns>The device of the session; null when the session has ended, or when the token is an older one.</returns>
    [Alias("DeviceOf"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<string?> DeviceOf(string sessionId, int generation);

    [Alias("List")]
    Task<DeviceSession[]> List(string sessionId);

    /// <summary>Signs a device out. Returns when its tokens are dead and its connections were notified.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.UnknownDevice"/>.</exception>
    [Alias("End")]
    Task End(string deviceId, string reason);

    /// <summary>Signs all other devices out. Returns when their tokens are dead and their connections were notified.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.SessionEnded"/> when the caller's own session has ended.</exception>
    [Alias("EndOthers")]
    Task EndOthers(string sessionId);

    /// <summary>The password was changed: ends the sessions that older passwords have opened, except one. Idempotent.</summary>
    [Alias("PasswordChanged")]
    Task PasswordChanged(string keptSessionId, int version);

    /// <summary>The account was deleted: ends all sessions. None is opened ever after. Idempotent.</summary>
    [Alias("Close")]
    Task Close();

    /// <summary>The policy that holds for this user; one of <see cref="SignInPolicy"/>.</summary>
    [Alias("Policy")]
    Task<string> Policy();

    /// <summary>
    /// Sets the policy of this user; null for the server's default. Sessions that it does not allow beside each other end, the caller's
    /// last and otherwise those that were seen longest ago first.
    /// </summary>
    /// <returns>The policy that holds now.</returns>
    /// <exception cref="ImException">
    /// <see cref="ErrorCode.InvalidPolicy"/>; <see cref="ErrorCode.SessionEnded"/> when the caller's own session has ended.
    /// </exception>
    [Alias("SetPolicy")]
    Task<string> SetPolicy(string sessionId, string? policy);
}
