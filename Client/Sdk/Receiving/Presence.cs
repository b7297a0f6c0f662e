using ImOrleans.Client.Accounts;
using ImOrleans.Client.Json;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Client.Receiving;

/// <summary>
/// The presence of users, and the privacy of the user's own presence and receipts. A user who hides presence, and an unknown id, look like
/// a user who was never online. Every call fails with an <see cref="Protocol.Errors.ImException"/>.
/// </summary>
public sealed class Presence
{
    private readonly Api api;
    private readonly PresenceWatch watch;

    internal Presence(Api api, PresenceWatch watch)
    {
        this.api = api;
        this.watch = watch;
    }

    /// <summary>The presence of these users that the user can see now.</summary>
    /// <param name="userIds">1-200; 1602 for more.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>In the order asked, each once.</returns>
    public async Task<UserPresence[]> GetAsync(IEnumerable<string> userIds, CancellationToken cancellation = default) => (await api.GetAsync(
        $"api/presence?userIds={string.Join(',', userIds.Select(Uri.EscapeDataString))}", ClientJson.Wire.PresencePage, cancellation).ConfigureAwait(false)).Items;

    /// <summary>
    /// From now on <see cref="ImClient.PresenceChanged"/> is raised for these users, and for no others. The client watches them again on
    /// each new connection, and then raises the event for all of them, because changes without a connection were missed.
    /// </summary>
    /// <param name="userIds">At most 200. More are refused with 1602, and the present watch stays. An empty list ends it.</param>
    /// <param name="cancellation">Gives up waiting; they are watched from the next connection on at the latest.</param>
    /// <returns>The presence of each that the user can see now, in the order asked, each once.</returns>
    /// <exception cref="Protocol.Errors.ImException">
    /// A refusal of the server. After 18xx and 19xx, and 1801 without a connection, the client watches them as soon as it can.
    /// </exception>
    public Task<UserPresence[]> WatchAsync(IEnumerable<string> userIds, CancellationToken cancellation = default) =>
        watch.WatchAsync([.. userIds], cancellation);

    /// <summary>
    /// The users who can see the presence of the user: one of <see cref="PresenceVisibility"/>, chosen by the user or the server's default.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<string> GetVisibilityAsync(CancellationToken cancellation = default) =>
        (await api.GetAsync("api/presence/privacy", ClientJson.Wire.PresencePrivacy, cancellation).ConfigureAwait(false)).VisibleTo!;

    /// <summary>Sets the visibility. It is in force at once.</summary>
    /// <param name="visibleTo">One of <see cref="PresenceVisibility"/>, 1601 otherwise; null for the server's default.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The visibility that is in force now.</returns>
    public async Task<string> SetVisibilityAsync(string? visibleTo, CancellationToken cancellation = default) => (await api.PutAsync(
        "api/presence/privacy", new PresencePrivacy { VisibleTo = visibleTo }, ClientJson.Wire.PresencePrivacy, cancellation).ConfigureAwait(false)).VisibleTo!;

    /// <summary>
    /// The people who see the receipts of the user: delivered and read positions, and typing. One of <see cref="ReceiptVisibility"/>.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<string> GetReceiptsAsync(CancellationToken cancellation = default) =>
        (await api.GetAsync("api/presence/privacy", ClientJson.Wire.PresencePrivacy, cancellation).ConfigureAwait(false)).Receipts ?? ReceiptVisibility.Everyone;

    /// <summary>
    /// Changes the setting. It is in force when this returns; with <see cref="ReceiptVisibility.Nobody"/> the user sees no receipts of
    /// others either.
    /// </summary>
    /// <param name="receipts">One of <see cref="ReceiptVisibility"/>, 1603 otherwise; null for the server's default.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The choice that holds now.</returns>
    public async Task<string> SetReceiptsAsync(string? receipts, CancellationToken cancellation = default) => (await api.PutAsync(
        "api/presence/privacy",
        new PresencePrivacy { Receipts = receipts ?? PresencePrivacy.ServerDefault },
        ClientJson.Wire.PresencePrivacy,
        cancellation).ConfigureAwait(false)).Receipts ?? ReceiptVisibility.Everyone;
}
