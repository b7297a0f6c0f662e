using ImOrleans.Client.Json;
using ImOrleans.Protocol.Push;

namespace ImOrleans.Client.Accounts;

/// <summary>
/// Notifications by a push provider while no application of the user is open. Every call fails with an
/// <see cref="Protocol.Errors.ImException"/>.
/// </summary>
public sealed class Notifications
{
    private readonly Api api;

    internal Notifications(Api api) => this.api = api;

    /// <summary>
    /// This device gets notifications with a token from now on, until its session ends. Call it at each start: providers change tokens.
    /// </summary>
    /// <param name="request">1501 when the server is not configured for the provider; 1502 for a token that it cannot have issued.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task RegisterAsync(PushTokenRequest request, CancellationToken cancellation = default) =>
        api.ReplaceAsync("api/push/token", request, ClientJson.Wire.PushTokenRequest, cancellation);

    /// <summary>This device gets no notifications any more.</summary>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task UnregisterAsync(CancellationToken cancellation = default) => api.DeleteAsync("api/push/token", cancellation);

    /// <summary>The settings of the user for all devices.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<PushSettings> GetSettingsAsync(CancellationToken cancellation = default) =>
        api.GetAsync("api/push/settings", ClientJson.Wire.PushSettings, cancellation);

    /// <summary>Replaces all of the settings. They hold when this returns.</summary>
    /// <param name="settings">1503 for hours, a time zone, a day or a language that does not exist.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The settings in force.</returns>
    public Task<PushSettings> SetSettingsAsync(PushSettings settings, CancellationToken cancellation = default) =>
        api.PutAsync("api/push/settings", settings, ClientJson.Wire.PushSettings, cancellation);

    /// <summary>Reports that the user opened a notification on this device.</summary>
    /// <param name="id">The id that came with the notification.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public Task ReportOpenedAsync(string id, CancellationToken cancellation = default) =>
        api.CallAsync("api/push/opened", new PushOpened { Id = id }, ClientJson.Wire.PushOpened, cancellation);
}
