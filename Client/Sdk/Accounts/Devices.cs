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
}
