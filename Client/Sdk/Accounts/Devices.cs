using ImOrleans.Client.Json;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Client.Accounts;

/// <summary>The devices on which the user is signed in. Every call fails with an <see cref="Protocol.Errors.ImException"/>.</summary>
public sealed class Devices
{
    private readonly Api api;

    internal Devices(Api api) => this.api = api;

    /// <summary>All of them; this one says so.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<DeviceSession[]> ListAsync(CancellationToken cancellation = default) =>
        api.GetAsync("api/sessions", ClientJson.Wire.DeviceSessionArray, cancellation);

    /// <summary>Ends the session of a device at once; 1112 when there is no such device.</summary>
    /// <param name="deviceId">From the list.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task SignOutAsync(string deviceId, CancellationToken cancellation = default) =>
        api.DeleteAsync($"api/sessions/{Uri.EscapeDataString(deviceId)}", cancellation);

    /// <summary>Ends the sessions of all other devices at once.</summary>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task SignOutOthersAsync(CancellationToken cancellation = default) => api.DeleteAsync("api/sessions", cancellation);

    /// <summary>
    /// Which devices may be signed in beside each other: one of <see cref="SignInPolicy"/>, the user's own choice or the server's default.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<string> GetPolicyAsync(CancellationToken cancellation = default) =>
        (await api.GetAsync("api/sessions/policy", ClientJson.Wire.SessionPolicy, cancellation).ConfigureAwait(false)).Policy!;

    /// <summary>Chooses it. Devices that it does not allow beside this one are signed out at once.</summary>
    /// <param name="policy">One of <see cref="SignInPolicy"/>, 1113 otherwise; null for the server's default.</param>
    /// <param name="password">Of the user; 1118 for a wrong one, 1901 after too many attempts.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The policy that is in force now.</returns>
    public async Task<string> SetPolicyAsync(string? policy, string password, CancellationToken cancellation = default) => (await api.PutAsync(
        "api/sessions/policy",
        new SessionPolicyRequest { Policy = policy, Password = password },
        ClientJson.Wire.SessionPolicyRequest,
        ClientJson.Wire.SessionPolicy,
        cancellation).ConfigureAwait(false)).Policy!;
}
